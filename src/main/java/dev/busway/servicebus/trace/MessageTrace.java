package dev.busway.servicebus.trace;

import com.azure.messaging.servicebus.ServiceBusMessage;
import java.time.Duration;

/** What is noted of one message from its receipt to its settlement. Its methods may be called on any thread. */
public interface MessageTrace {

    /** Of a message that nobody follows. */
    MessageTrace NONE = new Untraced();

    /** The id that all messages of one chain share, or null. */
    String traceId();

    /** The id of the work on this message, or null. */
    String spanId();

    /** Runs a step of the route on this thread, such that what the step itself traces and logs belongs to the message. */
    void inContext(Runnable step);

    /** A try in process has failed, and the next one follows after the delay. */
    void retries(int nextTry, Duration delay);

    /**
     * An output is made, or a copy for a later try. Writes into its application properties what its receiver goes on from.
     * It counts as sent when the message ends as {@code complete} or {@code schedule}, and as never sent when it ends
     * otherwise; who sends it before that ends the result.
     */
    SendTrace sends(String target, ServiceBusMessage message);

    /**
     * The route has ended. After a failure the outputs that it had made count as never sent.
     *
     * @param failure the kind of failure in one word; empty when there was none
     */
    void routeEnded(String failure);

    /**
     * Our hold on the message has ended.
     *
     * @param disposition complete, abandon, dead_letter, release, schedule or lock_lost
     * @param failure the kind of failure in one word; empty when there was none
     */
    void ended(String disposition, String failure);
}
