package dev.busway.servicebus.handoff;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is remembered of a message that failed, over the deliveries in which it comes again: how often it was retried, and
 * since when it fails. Such a message goes to the broker alone, so that what is wrong with it ends at it.
 */
final class History {

    private final long firstFailure = System.nanoTime();
    private final AtomicInteger repetitions = new AtomicInteger();

    /** When its first attempt failed, by {@link System#nanoTime}. */
    long firstFailure() {
        return firstFailure;
    }

    int repetitions() {
        return repetitions.get();
    }

    void repeats() {
        repetitions.incrementAndGet();
    }

    /** Those of the messages of one input, by their sequence numbers. Safe for any thread. */
    static final class Book {

        /** Far more than may be in flight; the oldest are forgotten first. */
        private static final int MOST = 4096;

        // Guarded by this.
        private final Map<Long, History> all = new LinkedHashMap<>();

        private volatile boolean any;

        /** Null when nothing is known. */
        History of(long sequenceNumber) {
            if (!any) {
                return null;
            }
            synchronized (this) {
                return all.get(sequenceNumber);
            }
        }

        synchronized History open(long sequenceNumber) {
            if (all.size() >= MOST) {
                all.remove(all.keySet().iterator().next());
            }
            any = true;
            return all.computeIfAbsent(sequenceNumber, number -> new History());
        }

        void close(long sequenceNumber) {
            if (any) {
                synchronized (this) {
                    all.remove(sequenceNumber);
                    any = !all.isEmpty();
                }
            }
        }
    }
}
