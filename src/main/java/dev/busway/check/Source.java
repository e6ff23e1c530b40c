package dev.busway.check;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.deadletter.Entity;

/**
 * What an app receives from, read from its address: a queue or a subscription, or the dead-letter queue of either.
 *
 * @param entity what is set up in Service Bus, a dead-letter queue having no settings of its own
 * @param subQueue which part of it
 */
record Source(Entity entity, SubQueue subQueue) {

    private static final String DEAD_LETTER = "/$DeadLetterQueue";
    private static final String TRANSFER = "/$Transfer" + DEAD_LETTER;

    static Source of(String address) {
        if (address.endsWith(TRANSFER)) {
            return new Source(without(TRANSFER, address), SubQueue.TRANSFER_DEAD_LETTER_QUEUE);
        }
        return address.endsWith(DEAD_LETTER)
                ? new Source(without(DEAD_LETTER, address), SubQueue.DEAD_LETTER_QUEUE)
                : new Source(Entity.of(address), SubQueue.NONE);
    }

    ServiceBusReceiverClient receiver(ServiceBusClientBuilder connection) {
        return entity.receiver(connection)
                .subQueue(subQueue)
                .disableAutoComplete()
                .buildClient();
    }

    private static Entity without(String end, String address) {
        return Entity.of(address.substring(0, address.length() - end.length()));
    }
}
