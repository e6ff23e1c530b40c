package dev.busway.servicebus.receive;

/**
 * Stops taking messages after a number of failures in a row, so that an outage of what the route needs does not use up the
 * deliveries of every message in the queue. Owned by the pump's serial.
 */
final class FailurePause {

    private final int threshold;
    private int inARow;
    private boolean paused;
    private boolean probing;

    /** {@code threshold} 0 never pauses. */
    FailurePause(int threshold) {
        this.threshold = threshold;
    }

    /** True when it is time to pause, or to go on pausing after a probe that failed. */
    boolean failed() {
        inARow++;
        if (threshold == 0 || (paused && !probing) || inARow < threshold) {
            return false;
        }
        paused = true;
        probing = false;
        return true;
    }

    /** True when this ends a pause. */
    boolean succeeded() {
        inARow = 0;
        boolean ends = paused;
        paused = false;
        probing = false;
        return ends;
    }

    void probe() {
        probing = paused;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isProbing() {
        return probing;
    }

    int inARow() {
        return inARow;
    }
}
