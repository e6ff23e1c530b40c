package dev.busway.servicebus.work;

/**
 * Decides how many threads a pool should have. More threads help tasks that wait for somebody; tasks that only compute share
 * the processors anyway, and are slower the more of them do so at a time.
 *
 * @param few threads that a pool may always have
 * @param most threads that it may have at all
 * @param briefNanos how long a task may hold its thread without asking for more threads
 */
record Sizing(int few, int most, long briefNanos) {

    /** Below this load of the processors a further thread finds one that is free. */
    private static final double FREE = 0.75;

    /** From this load on a thread less is none too few, if its tasks only compute. */
    private static final double FULL = 0.85;

    /** How far a task may exceed what computing alone explains, for garbage collection and whoever else computes. */
    private static final int MARGIN = 3;

    /**
     * What the pool has seen lately.
     *
     * @param size threads that it has
     * @param waiting tasks that wait for a thread
     * @param heldNanos for how long a task held its thread, on average
     * @param computedNanos how much processor time it used of that
     * @param load how busy the processors are, from 0 to 1
     * @param workersForEach how many threads of all pools share a processor
     */
    record Seen(int size, int waiting, long heldNanos, long computedNanos, double load, double workersForEach) {}

    /** How many threads it should have from now on: at most the double, at least the half. */
    int next(Seen seen) {
        int size = seen.size();
        boolean onlyComputes = seen.heldNanos() <= MARGIN * seen.computedNanos() * (1 + seen.workersForEach());
        if (seen.waiting() > 0 && seen.heldNanos() > briefNanos && (seen.load() < FREE || !onlyComputes)) {
            return Math.min(most, size + Math.min(size, seen.waiting()));
        }
        return seen.load() > FULL && onlyComputes ? Math.max(few, size / 2) : size;
    }
}
