package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import reactor.core.publisher.Mono;

/** A message that we hold under lock, as far as its handoff goes. Its methods may be called on any thread. */
public interface LockedMessage {

    ServiceBusReceivedMessage message();

    /** The client that can settle it now, outside of a transaction; another one after the link on which it came has gone. */
    ServiceBusReceiverAsyncClient settler();

    /**
     * The client on whose receive link it came, while that link stands; else null.
     *
     * @param generation of the connection on which it must stand
     */
    ServiceBusReceiverAsyncClient receiver(int generation);

    /** Completes when the receive link goes on which it came; at once when it has gone. */
    Mono<Void> linkLost();

    /** Renews the lock once; fails when it is lost, and when no answer comes in time. */
    Mono<Void> renewal();

    /** True once the lock is known to have ended. */
    boolean lockLost();

    /** False when no further attempt shall be made: the consumer is being stopped for good. */
    boolean worthTrying();

    /**
     * Tells that a settlement is on its way, or that it has failed. Meanwhile the lock is still renewed, but it is not taken
     * for lost when the broker does not know it any more.
     */
    void settling(boolean now);
}
