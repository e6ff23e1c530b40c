package dev.busway.servicebus;

import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.connection.Input;
import dev.busway.servicebus.failure.RetryBudget;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.support.CamelContextHelper;

/** Refuses what can be seen to be wrong before the first message, with a line that says what to change. */
final class StartCheck {

    private StartCheck() {}

    /**
     * Whether the handoff that was asked for can be had.
     *
     * @throws IllegalArgumentException when it cannot
     */
    static void handoff(
            String app, HandoffMode mode, Input input, ConnectionSettings own, List<BuswayServiceBusEndpoint> outputs) {
        if (mode == HandoffMode.AT_LEAST_ONCE) {
            return;
        }
        if (!input.locks()) {
            throw new IllegalArgumentException(app + " receives from " + input
                    + " with serviceBusReceiveMode=RECEIVE_AND_DELETE, which no transaction can cover: set "
                    + remedy(app));
        }
        for (BuswayServiceBusEndpoint output : outputs) {
            if (!ConnectionSettings.of(output.getConfiguration()).equals(own)) {
                throw new IllegalArgumentException(app + " receives from " + input + " and sends to "
                        + output.getConfiguration().getTopicOrQueueName()
                        + " over another namespace or with other credentials, which one transaction cannot span: set "
                        + remedy(app) + ", or give both the same connection settings.");
            }
        }
    }

    static String remedy(String app) {
        return app + ".handoff=at-least-once";
    }

    /**
     * Whether a scheduled copy would come back to this input and no other.
     *
     * @throws IllegalArgumentException when it would not
     */
    static void delayedRedeliveries(String app, Input input) {
        if (!input.isPlainQueue()) {
            throw new IllegalArgumentException(
                    app + " receives from " + input + ": delayedRedeliveries needs a queue as"
                            + " input, because a copy for a subscription or a dead-letter queue cannot be scheduled there.");
        }
    }

    /**
     * Whether all tries in process fit into the time for which a lock is renewed.
     *
     * @throws IllegalArgumentException when they do not
     */
    static void retries(CamelContext context, Route route, Duration maxLockRenewal) {
        if (!(route.getErrorHandlerFactory() instanceof DefaultErrorHandlerDefinition handler)
                || !handler.hasRedeliveryPolicy()) {
            return;
        }
        RetryBudget budget = budget(context, handler.getRedeliveryPolicy());
        if (budget.retries() < 0) {
            throw new IllegalArgumentException(route.getRouteId() + " tries again for ever (maximumRedeliveries="
                    + budget.retries() + "), but a message stays locked for maxAutoLockRenewDuration="
                    + maxLockRenewal.toMillis() + " ms at most: set a number of tries.");
        }
        if (budget.total().compareTo(maxLockRenewal) > 0) {
            throw new IllegalArgumentException(route.getRouteId() + " may wait " + budget.arithmetic() + " for its "
                    + budget.retries() + " further tries, but a message stays locked for maxAutoLockRenewDuration="
                    + maxLockRenewal.toMillis() + " ms at most: lower the tries or delays, or raise the latter.");
        }
    }

    private static RetryBudget budget(CamelContext context, RedeliveryPolicyDefinition policy) {
        boolean exponential = is(context, policy.getUseExponentialBackOff());
        boolean jitter = is(context, policy.getUseCollisionAvoidance());
        return new RetryBudget(
                (int) number(context, policy.getMaximumRedeliveries(), 0),
                millis(context, policy.getRedeliveryDelay(), 1000),
                exponential ? number(context, policy.getBackOffMultiplier(), 2) : 1,
                millis(context, policy.getMaximumRedeliveryDelay(), 60_000),
                jitter ? number(context, policy.getCollisionAvoidanceFactor(), 0.15) : 0);
    }

    private static boolean is(CamelContext context, String text) {
        return Boolean.TRUE.equals(CamelContextHelper.parseBoolean(context, text));
    }

    private static double number(CamelContext context, String text, double otherwise) {
        String value = text == null ? null : CamelContextHelper.parseText(context, text);
        return value == null ? otherwise : Double.parseDouble(value);
    }

    private static Duration millis(CamelContext context, String text, long otherwise) {
        Duration value = text == null ? null : CamelContextHelper.parseDuration(context, text);
        return value == null ? Duration.ofMillis(otherwise) : value;
    }
}
