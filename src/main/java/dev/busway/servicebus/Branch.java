package dev.busway.servicebus;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * The work on one input in one exchange: that of the route itself, or a copy that a multicast or a split has made. Within a
 * branch steps run one after the other, on whatever thread.
 */
final class Branch {

    private final Branch parent;
    private final String path;
    private final String givenReason;
    // Marks of steps that have failed; made by the first failure.
    private volatile Map<Object, Long> failures;
    private volatile int failureHandlers;
    private volatile String reason;
    private volatile boolean rolledBack;

    private Branch(Branch parent, String path, String givenReason) {
        this.parent = parent;
        this.path = path;
        this.givenReason = givenReason;
    }

    /** That of the route itself. */
    static Branch main() {
        return new Branch(null, "", null);
    }

    /** That of a copy on which no step has run yet. */
    static Branch of(Exchange copy, Branch parent) {
        Integer multicast = copy.getProperty(ExchangePropertyKey.MULTICAST_INDEX, Integer.class);
        Integer split = copy.getProperty(ExchangePropertyKey.SPLIT_INDEX, Integer.class);
        String place = (multicast == null ? "" : "m" + (multicast + 1)) + (split == null ? "" : "s" + (split + 1));
        return new Branch(parent, place.isEmpty() ? parent.path : parent.path + "/" + place, reasonOn(copy));
    }

    private static String reasonOn(Exchange exchange) {
        return exchange.getProperty(RouteFeed.DEAD_LETTER_REASON, String.class);
    }

    /** Where it is in the route, such as {@code /m2}; the same on every delivery of the input. */
    String path() {
        return path;
    }

    /** Whether it was made by another branch than that of the route itself. */
    boolean isNested() {
        return parent != null && parent.parent != null;
    }

    boolean isWithin(Branch other) {
        for (Branch each = this; each != null; each = each.parent) {
            if (each == other) {
                return true;
            }
        }
        return false;
    }

    /** A step has failed that had begun at a mark. */
    void failed(Object step, long mark) {
        if (failures == null) {
            failures = new ConcurrentHashMap<>(2);
        }
        failures.put(step, mark);
    }

    /** The mark at which the failed attempt of a step had begun, if this is the next attempt; null otherwise. */
    Long failedAt(Object step, Exchange exchange) {
        Map<Object, Long> known = failures;
        if (known == null) {
            return null;
        }
        Long mark = known.remove(step);
        if (mark == null || !Boolean.TRUE.equals(exchange.getIn().getHeader(Exchange.REDELIVERED))) {
            return null;
        }
        // The steps within it begin anew as well; their marks are of the failed attempt.
        known.values().removeIf(within -> within >= mark);
        return mark;
    }

    // One step at a time: nobody else writes meanwhile.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void handlesFailure(boolean begins) {
        failureHandlers += begins ? 1 : -1;
    }

    /** Whether what is sent now tells of a failure. */
    boolean isInFailureHandler() {
        return failureHandlers > 0;
    }

    /** Remembers what the copy says of the message's fate, which Camel forgets when the copy ends. */
    void note(Exchange copy) {
        String now = reasonOn(copy);
        if (!Objects.equals(now, reason)) {
            reason = Objects.equals(now, givenReason) ? null : now;
        }
        if (copy.isRollbackOnly() || copy.isRollbackOnlyLast()) {
            rolledBack = true;
        }
    }

    /** The reason for dead-lettering that was set here; null when none was. */
    String reason() {
        return reason;
    }

    boolean isRolledBack() {
        return rolledBack;
    }

    /** The attempt in which this branch ran is tried again. */
    void forget() {
        reason = null;
        rolledBack = false;
    }
}
