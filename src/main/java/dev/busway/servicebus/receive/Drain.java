package dev.busway.servicebus.receive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Knows when a drain has come to its end. The broker may still send what it was asked for before, and there is no way to take
 * that back; so it has ended when all of it has come, or when nothing has come for longer than a trip takes. Owned by the
 * pump's serial.
 */
final class Drain {

    static final Duration RECHECK = Duration.ofMillis(15);

    private static final Duration QUIET = Duration.ofMillis(150);
    private static final Duration LONGEST_QUIET = Duration.ofSeconds(2);

    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(1);
    private boolean underWay;
    private boolean done;
    private long lastEvent;

    void begin(long now, CompletableFuture<Void> drained) {
        if (!underWay) {
            underWay = true;
            done = false;
            lastEvent = now;
        }
        if (done) {
            drained.complete(null);
        } else {
            waiting.add(drained);
        }
    }

    void arrived(long now) {
        lastEvent = now;
    }

    /** To be asked when nothing is in flight. */
    void check(long now, int outstanding, Duration roundTrip) {
        if (!done && (outstanding == 0 || now - lastEvent >= quiet(roundTrip).toNanos())) {
            done = true;
            waiting.forEach(drained -> drained.complete(null));
            waiting.clear();
        }
    }

    private static Duration quiet(Duration roundTrip) {
        Duration trips = roundTrip.multipliedBy(2);
        Duration wanted = trips.compareTo(QUIET) > 0 ? trips : QUIET;
        return wanted.compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : wanted;
    }

    void cancel() {
        underWay = false;
        done = false;
        waiting.forEach(drained -> drained.complete(null));
        waiting.clear();
    }

    boolean isUnderWay() {
        return underWay;
    }

    boolean isDone() {
        return done;
    }
}
