package dev.busway.deadletter;

import java.util.List;

/**
 * What came of working a dead-letter queue.
 *
 * @param chosen how many dead letters were meant
 * @param done how many were resubmitted or removed
 * @param failed how many were tried and are still in the dead-letter queue, as far as is known
 * @param left how many were not tried: stopped before, taken by somebody else, or out of reach
 * @param end why it ended
 * @param failures the first failures in words, at most {@value #MAX_FAILURES}
 */
public record WorkResult(long chosen, long done, long failed, long left, End end, List<String> failures) {

    /** Failures that are told in words. */
    public static final int MAX_FAILURES = 20;

    /** Why the work ended. */
    public enum End {
        /** Everything chosen was tried. */
        FINISHED,
        /** Nothing was touched, as asked for. */
        DRY_RUN,
        /** Somebody asked it to stop. */
        STOPPED,
        /**
         * What is left could not be had: somebody else holds it or has settled it, or it lies behind more dead letters that do
         * not fit than can be held at once.
         */
        OUT_OF_REACH
    }

    public WorkResult {
        failures = List.copyOf(failures);
    }

    /** Whether all that was chosen is done, or nothing was to be done. */
    public boolean isGood() {
        return end == End.DRY_RUN || (end == End.FINISHED && failed == 0);
    }
}
