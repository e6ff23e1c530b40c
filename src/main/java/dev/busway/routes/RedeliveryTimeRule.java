package dev.busway.routes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ErrorHandlerDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.util.TimeUtils;

/** All redelivery delays together must be shorter than the time for which the lock is renewed. */
final class RedeliveryTimeRule implements AppRule {

    private static final String RENEWAL = "maxAutoLockRenewDuration";
    private static final String DEFAULT_RENEWAL = "300000";
    private static final double DEFAULT_JITTER = 0.15;

    @Override
    public List<RouteProblem> check(AppRoute app, CamelContext context) {
        try {
            return policy(app, context)
                    .map(policy -> Backoff.of(policy, app))
                    .flatMap(backoff -> problem(app, backoff))
                    .map(List::of)
                    .orElse(List.of());
        } catch (IllegalArgumentException e) {
            // A property without a value, or no number; building the route says so.
            return List.of();
        }
    }

    /** The policy of the route itself, else that of the error handling for all routes. */
    private static Optional<RedeliveryPolicyDefinition> policy(AppRoute app, CamelContext context) {
        ErrorHandlerDefinition own = app.definition().getErrorHandler();
        return Optional.ofNullable(own)
                .or(() -> forAll(context))
                .map(ErrorHandlerDefinition::getErrorHandlerType)
                .filter(DefaultErrorHandlerDefinition.class::isInstance)
                .map(handler -> ((DefaultErrorHandlerDefinition) handler).getRedeliveryPolicy());
    }

    private static Optional<ErrorHandlerDefinition> forAll(CamelContext context) {
        return context
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteConfigurationDefinitions()
                .stream()
                .filter(configuration -> configuration.getErrorHandler() != null)
                .map(RouteConfigurationDefinition::getErrorHandler)
                .findFirst();
    }

    private static Optional<RouteProblem> problem(AppRoute app, Backoff backoff) {
        if (backoff.tries() < 0) {
            return Optional.of(app.problem(
                    app.file().lineOf("maximumRedeliveries", app.line()),
                    app.id() + " tries again for ever, but the lock of a message is renewed for a time only.",
                    "Set " + app.id() + ".retry.tries to 0 or more."));
        }
        long renewal = renewal(app);
        if (backoff.total() <= renewal) {
            return Optional.empty();
        }
        return Optional.of(app.problem(
                app.file().lineOf("maximumRedeliveries", app.line()),
                String.format(
                        Locale.ROOT,
                        "%s: %d redeliveries wait up to %d ms together, but the lock of a message is renewed for %d ms"
                                + " only.",
                        app.id(),
                        backoff.tries(),
                        backoff.total(),
                        renewal),
                "Lower " + app.id() + ".retry.tries or " + app.id() + ".retry.max-delay, or raise " + RENEWAL
                        + " of the input."));
    }

    private static long renewal(AppRoute app) {
        String text = Optional.ofNullable(app.input().options().get(RENEWAL))
                .or(() -> app.property("camel.component.azure-servicebus." + RENEWAL))
                .or(() -> app.property("camel.component.azure-servicebus.max-auto-lock-renew-duration"))
                .orElse(DEFAULT_RENEWAL);
        return TimeUtils.toMilliSeconds(text);
    }

    /** The delays of one message that always fails, each as long as jitter can make it. */
    private record Backoff(int tries, long total) {

        static Backoff of(RedeliveryPolicyDefinition policy, AppRoute app) {
            int tries = Integer.parseInt(text(app, policy.getMaximumRedeliveries(), "0"));
            double delay = TimeUtils.toMilliSeconds(text(app, policy.getRedeliveryDelay(), "1000"));
            double longest = TimeUtils.toMilliSeconds(text(app, policy.getMaximumRedeliveryDelay(), "60000"));
            boolean growing = Boolean.parseBoolean(text(app, policy.getUseExponentialBackOff(), "false"));
            double factor = growing ? Double.parseDouble(text(app, policy.getBackOffMultiplier(), "2")) : 1;
            boolean jittered = Boolean.parseBoolean(text(app, policy.getUseCollisionAvoidance(), "false"));
            double jitter = jittered
                    ? Double.parseDouble(
                            text(app, policy.getCollisionAvoidanceFactor(), String.valueOf(DEFAULT_JITTER)))
                    : 0;
            double total = 0;
            for (int i = 0; i < tries; i++) {
                total += Math.min(delay, longest);
                delay *= factor;
            }
            return new Backoff(tries, Math.round(total * (1 + jitter)));
        }

        private static String text(AppRoute app, String value, String otherwise) {
            return value == null ? otherwise : app.resolve().apply(value);
        }
    }
}
