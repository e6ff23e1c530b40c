package dev.busway.servicebus;

/**
 * How many times each thing has happened in one app since its consumer was created.
 *
 * @param received messages taken under lock
 * @param completed inputs completed
 * @param abandoned inputs given back with the delivery counted
 * @param deadLettered inputs moved to the dead-letter queue by the app
 * @param redelivered tries in process after the first one
 * @param released inputs given back at a drain before any work on them was started
 * @param lockLost inputs whose lock was lost before they could be settled; nothing was sent or settled for them
 * @param scheduled inputs completed together with a copy scheduled for a later try
 * @param sent outputs that the broker has accepted
 */
public record Counts(
        long received,
        long completed,
        long abandoned,
        long deadLettered,
        long redelivered,
        long released,
        long lockLost,
        long scheduled,
        long sent) {

    /** Nothing has happened yet. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
