package dev.busway.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SamplingDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.SimpleExpression;

/**
 * Where the steps of a route hand messages on, computed addresses among it.
 *
 * @param exits in the order of the steps
 * @param endsOnPurpose whether a step of the route says that a message ends there
 */
record RouteExits(List<Exit> exits, boolean endsOnPurpose) {

    /** Steps that let only some messages through. */
    private static final Set<Class<?>> GUARDS = Set.of(
            ChoiceDefinition.class,
            CatchDefinition.class,
            CircuitBreakerDefinition.class,
            IdempotentConsumerDefinition.class,
            LoadBalanceDefinition.class,
            SamplingDefinition.class);

    /** What lets every message through that has a body, as the shipped routes do before they send. */
    private static final Set<String> ANY_BODY = Set.of("${body} != null", "${body} !is null");

    private static final String SERVICE_BUS = "azure-servicebus:";

    RouteExits {
        exits = List.copyOf(exits);
    }

    /** @param resolve gives a text its placeholders' values; throws where one has none */
    static RouteExits of(RouteFile file, RouteDefinition route, UnaryOperator<String> resolve) {
        Walk walk = new Walk(file, resolve);
        walk.steps(route.getOutputs(), false);
        if (route.getErrorHandlerFactory() instanceof DeadLetterChannelDefinition channel
                && channel.getDeadLetterUri() != null) {
            walk.exit(channel.getDeadLetterUri(), route.getLineNumber(), true);
        }
        return new RouteExits(walk.exits, walk.endsOnPurpose);
    }

    private static final class Walk {

        private final RouteFile file;
        private final UnaryOperator<String> resolve;
        private final List<Exit> exits = new ArrayList<>();

        private boolean endsOnPurpose;

        Walk(RouteFile file, UnaryOperator<String> resolve) {
            this.file = file;
            this.resolve = resolve;
        }

        void steps(List<ProcessorDefinition<?>> steps, boolean guarded) {
            steps.forEach(step -> step(step, guarded));
        }

        private void step(ProcessorDefinition<?> step, boolean guarded) {
            if (step instanceof StopDefinition || step instanceof ThrowExceptionDefinition) {
                endsOnPurpose |= !guarded;
            }
            addresses(step).forEach(uri -> exit(uri, step.getLineNumber(), guarded));
            // Error handling and interceptors stand among the steps as abstract ones.
            steps(step.getOutputs(), guarded || step.isAbstract() || isGuard(step));
            if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
                steps(breaker.getOnFallback().getOutputs(), true);
            }
        }

        void exit(String uri, int line, boolean guarded) {
            String resolved = uri.contains("${") ? uri : resolve.apply(uri);
            exits.add(new Exit(resolved, file, file.lineOf(schemeOf(uri), line), guarded));
        }

        private static String schemeOf(String uri) {
            return uri.startsWith(SERVICE_BUS) ? SERVICE_BUS : uri.substring(0, uri.indexOf(':') + 1);
        }
    }

    private static boolean isGuard(ProcessorDefinition<?> step) {
        if (step instanceof FilterDefinition filter) {
            return filter.getExpression() == null
                    || filter.getExpression().getExpression() == null
                    || !ANY_BODY.contains(filter.getExpression().getExpression().strip());
        }
        return GUARDS.contains(step.getClass());
    }

    private static List<String> addresses(ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            return present(send.getEndpointUri());
        }
        if (step instanceof ToDynamicDefinition dynamic) {
            return present(dynamic.getUri());
        }
        if (step instanceof EnrichDefinition
                || step instanceof RoutingSlipDefinition
                || step instanceof DynamicRouterDefinition
                || step instanceof RecipientListDefinition) {
            return list((ExpressionNode) step);
        }
        return List.of();
    }

    private static List<String> present(String uri) {
        return Optional.ofNullable(uri).map(List::of).orElse(List.of());
    }

    /** The addresses of a constant text; one that only a message gives is computed. */
    private static List<String> list(ExpressionNode step) {
        if (step.getExpression() == null) {
            return List.of();
        }
        String text = Optional.ofNullable(step.getExpression().getExpression()).orElse("");
        boolean readable =
                step.getExpression() instanceof ConstantExpression || step.getExpression() instanceof SimpleExpression;
        if (!readable) {
            return List.of("${" + step.getExpression().getLanguage() + ":" + text + "}");
        }
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(uri -> uri.contains(":"))
                .toList();
    }
}
