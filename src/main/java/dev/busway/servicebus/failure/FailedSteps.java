package dev.busway.servicebus.failure;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;

/**
 * Which step of its route a message failed in last. All exchanges that a route makes of the message (split, multicast) write into
 * the same one; no step can take it away. Any thread may read and write.
 */
public final class FailedSteps implements SafeCopyProperty {

    private static final String KEY = "BuswayFailedSteps";
    private static final int DEEPEST = 20;

    /** One failure and the step that it happened in. */
    private record Failed(Throwable thrown, RouteStep step) {}

    private volatile Failed last;

    private FailedSteps() {}

    /** Follows the steps of an exchange, and of those that are made of it. */
    public static FailedSteps follow(Exchange exchange) {
        FailedSteps steps = new FailedSteps();
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, steps);
        return steps;
    }

    /** Those of an exchange; empty when nobody follows it. */
    public static Optional<FailedSteps> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getExchangeExtension().getSafeCopyProperty(KEY, FailedSteps.class));
    }

    /** The last failure of a step; empty when none has failed. */
    public Optional<Failure> last() {
        return Optional.ofNullable(last)
                .map(failed -> Failure.of(failed.thrown()).in(failed.step()));
    }

    /** The last failure with its texts, which may quote the message; null when no step has failed. */
    public Throwable thrown() {
        Failed failed = last;
        return failed == null ? null : failed.thrown();
    }

    /** Notes a failure, unless it is only that of a step inside the step which passes it on. */
    void note(Throwable thrown, RouteStep step) {
        Failed before = last;
        if (before == null || !isCausedBy(thrown, before.thrown())) {
            last = new Failed(thrown, step);
        }
    }

    /** The step in which this failure, or what caused it, happened. */
    Optional<RouteStep> stepOf(Throwable thrown) {
        Failed failed = last;
        return failed != null && isCausedBy(thrown, failed.thrown()) ? Optional.of(failed.step()) : Optional.empty();
    }

    @Override
    public SafeCopyProperty safeCopy() {
        return this;
    }

    private static boolean isCausedBy(Throwable thrown, Throwable cause) {
        Throwable each = thrown;
        for (int i = 0; each != null && i < DEEPEST; i++) {
            if (each == cause) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
