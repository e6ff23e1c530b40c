package dev.busway.servicebus;

/**
 * Is told what happens to messages as it happens; every one bound to the Camel registry when a consumer starts is called.
 *
 * <p>Called on the threads that move the messages, several at once: an observer returns at once, takes no lock that others
 * hold for long, and does not throw.
 */
public interface MessageObserver {

    /**
     * One message has been settled, or its lock was lost.
     *
     * @param app the Camel route id
     * @param processingNanos from receipt to the end of the route, retries in process included; negative when no work was
     *     started on it
     * @param criticalMillis from the time that the broker enqueued it until now, by the clocks of both; negative when the
     *     message has no such time
     */
    default void settled(String app, MessageOutcome outcome, long processingNanos, long criticalMillis) {}

    /**
     * One group of outputs and completions has been committed.
     *
     * @param messages inputs in the group, from 1
     */
    default void handedOff(String app, int messages) {}

    /** One lock has been renewed, or could not be. */
    default void lockRenewed(String app, boolean renewed) {}
}
