package dev.busway.deadletter;

/**
 * How dead letters are removed for good.
 *
 * @param confirmed must be true unless nothing is done anyway: there is no way back
 * @param perSecond at most this many in a second, from 0.1 to 10,000; 0 for as fast as it goes
 * @param limit at most this many; 0 for all that fit
 * @param dryRun only say what would be done
 */
public record PurgeOptions(boolean confirmed, double perSecond, int limit, boolean dryRun) {

    public PurgeOptions {
        Pace.requireRate(perSecond);
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        if (!confirmed && !dryRun) {
            throw new IllegalArgumentException("a purge removes messages for good and has to be confirmed");
        }
    }
}
