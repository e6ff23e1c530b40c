package dev.busway.servicebus.trace;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;

/**
 * Follows messages from queue to queue; the one that is bound to the Camel registry when a consumer or producer starts is
 * told. Called on the threads that move the messages, several at once: returns at once and does not throw.
 */
public interface MessageTracer {

    /**
     * A message has come, and work on it begins.
     *
     * @param app the Camel route id
     * @param queue what it came from
     */
    MessageTrace received(String app, String queue, ServiceBusReceivedMessage message);

    /** A message is made that hangs on no input. Writes into its application properties what its receiver goes on from. */
    SendTrace sends(String target, ServiceBusMessage message);
}
