package dev.busway.deadletter;

import java.util.ArrayList;
import java.util.List;

/** How far the work on a dead-letter queue has come; may be read from any thread while the work goes on. */
public final class WorkProgress {

    private static final int MAX_FAILURE_CHARACTERS = 300;

    // All guarded by this.
    private final List<String> failures = new ArrayList<>();
    private long chosen;
    private long done;
    private long failed;

    /** How many dead letters are meant; 0 until they have been counted. */
    public synchronized long chosen() {
        return chosen;
    }

    /** How many are resubmitted or removed. */
    public synchronized long done() {
        return done;
    }

    /** How many were tried in vain. */
    public synchronized long failed() {
        return failed;
    }

    synchronized void choose(long count) {
        chosen = count;
    }

    synchronized void succeed() {
        done++;
    }

    synchronized void fail(long sequenceNumber, Throwable cause) {
        failed++;
        if (failures.size() < WorkResult.MAX_FAILURES) {
            failures.add(sequenceNumber + ": " + firstLine(cause));
        }
    }

    synchronized WorkResult result(WorkResult.End end) {
        return new WorkResult(chosen, done, failed, chosen - done - failed, end, failures);
    }

    private static String firstLine(Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = text.lines().findFirst().orElse(text);
        return line.length() <= MAX_FAILURE_CHARACTERS ? line : line.substring(0, MAX_FAILURE_CHARACTERS) + "...";
    }
}
