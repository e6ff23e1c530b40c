package dev.busway.servicebus;

import dev.busway.servicebus.failure.DelayedRedeliveries;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * The options that our component adds, as they hold for one app.
 *
 * @param handoff how outputs and completions hang together
 * @param pauseAfterFailures failures in a row after which no message is taken for a while; 0 is never
 * @param pauseDuration how long that while is
 * @param sessionIdle how long a message session may bring nothing before another one has its turn
 * @param delays of redeliveries beyond the lock
 */
record AppOptions(
        HandoffMode handoff,
        int pauseAfterFailures,
        Duration pauseDuration,
        Duration sessionIdle,
        DelayedRedeliveries delays) {

    /**
     * Looks each option up in the endpoint's URI, then in the property {@code <app>.<option>}, then among the options of the
     * component.
     */
    static AppOptions resolve(
            CamelContext context, String app, Map<AppOption, String> uri, Map<AppOption, String> component) {
        Function<AppOption, String> value = option -> {
            if (uri.containsKey(option)) {
                return uri.get(option);
            }
            String property = context.getPropertiesComponent()
                    .resolveProperty(app + "." + option.key())
                    .orElse(null);
            return property == null || property.isBlank()
                    ? component.getOrDefault(option, option.byDefault())
                    : property;
        };
        return new AppOptions(
                HandoffMode.parse(value.apply(AppOption.HANDOFF)),
                integer(AppOption.PAUSE_AFTER_FAILURES, value),
                duration(context, AppOption.PAUSE_DURATION, value),
                duration(context, AppOption.SESSION_IDLE_TIMEOUT, value),
                new DelayedRedeliveries(
                        integer(AppOption.DELAYED_REDELIVERIES, value),
                        duration(context, AppOption.DELAYED_REDELIVERY_DELAY, value),
                        decimal(AppOption.DELAYED_REDELIVERY_MULTIPLIER, value),
                        duration(context, AppOption.DELAYED_REDELIVERY_MAX_DELAY, value)));
    }

    private static int integer(AppOption option, Function<AppOption, String> value) {
        try {
            return Integer.parseInt(value.apply(option).strip());
        } catch (NumberFormatException e) {
            throw wrong(option, value, "a whole number", e);
        }
    }

    private static double decimal(AppOption option, Function<AppOption, String> value) {
        try {
            return Double.parseDouble(value.apply(option).strip());
        } catch (NumberFormatException e) {
            throw wrong(option, value, "a number", e);
        }
    }

    private static Duration duration(CamelContext context, AppOption option, Function<AppOption, String> value) {
        try {
            return CamelContextHelper.parseDuration(context, value.apply(option).strip());
        } catch (RuntimeException e) {
            throw wrong(option, value, "milliseconds or a duration such as 30s", e);
        }
    }

    private static IllegalArgumentException wrong(
            AppOption option, Function<AppOption, String> value, String wanted, Exception cause) {
        return new IllegalArgumentException(
                option.key() + " must be " + wanted + ", not '" + value.apply(option) + "'", cause);
    }
}
