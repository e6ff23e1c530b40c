package dev.busway.emulator.queue;

/**
 * How many messages a queue holds.
 *
 * @param active those that could be delivered now; locked ones are not among them
 * @param scheduled those that wait for their time
 * @param deferred those set aside and not locked
 * @param locked those in delivery
 * @param deadLettered all messages of its dead-letter queue
 * @param sessions message sessions with messages or state
 */
public record QueueCounts(long active, long scheduled, long deferred, long locked, long deadLettered, long sessions) {}
