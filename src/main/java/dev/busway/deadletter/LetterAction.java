package dev.busway.deadletter;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import reactor.core.publisher.Mono;

/** What is done with one chosen dead letter that is held under lock. */
@FunctionalInterface
interface LetterAction {

    /** Does it whole or not at all; an error leaves the dead letter where it is. */
    Mono<Void> apply(ServiceBusReceivedMessage letter);
}
