package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import reactor.core.publisher.Mono;

/** A message that we hold under lock, as far as its handoff goes. Its methods may be called on any thread. */
public interface LockedMessage {

    ServiceBusReceivedMessage message();

    /** The client that can settle it now; another one after the link on which it came has gone. */
    ServiceBusReceiverAsyncClient settler();

    /** Renews the lock once; fails when it is lost, and when no answer comes in time. */
    Mono<Void> renewal();

    /** True once the lock is known to have ended. */
    boolean lockLost();

    /** False when no further attempt shall be made: the consumer is being stopped for good. */
    boolean worthTrying();

    /** Stops the renewal of the lock while a settlement is on its way, and lets it go on when that has failed. */
    void settling(boolean now);
}
