package dev.busway.address;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder.ServiceBusReceiverClientBuilder;
import com.azure.messaging.servicebus.models.SubQueue;
import java.util.Objects;

/**
 * What is received from: a queue or a subscription, or the dead-letter queue of either. Written as Service Bus does:
 * {@code queue}, {@code topic/Subscriptions/subscription}, each perhaps with {@code /$DeadLetterQueue} or
 * {@code /$Transfer/$DeadLetterQueue} behind it.
 *
 * @param entity what is set up in Service Bus, a dead-letter queue having no settings of its own
 * @param subQueue which part of it; {@link SubQueue#NONE} for the entity itself
 */
public record Address(Entity entity, SubQueue subQueue) {

    private static final String DEAD_LETTER = "/$DeadLetterQueue";
    private static final String TRANSFER = "/$Transfer" + DEAD_LETTER;

    public Address {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(subQueue, "subQueue");
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when a part is missing
     */
    public static Address of(String address) {
        if (address.endsWith(TRANSFER)) {
            return new Address(without(TRANSFER, address), SubQueue.TRANSFER_DEAD_LETTER_QUEUE);
        }
        return address.endsWith(DEAD_LETTER)
                ? new Address(without(DEAD_LETTER, address), SubQueue.DEAD_LETTER_QUEUE)
                : new Address(Entity.of(address), SubQueue.NONE);
    }

    /** A receiver of it, to be finished by the caller. */
    public ServiceBusReceiverClientBuilder receiver(ServiceBusClientBuilder connection) {
        return entity.receiver(connection).subQueue(subQueue);
    }

    private static Entity without(String end, String address) {
        return Entity.of(address.substring(0, address.length() - end.length()));
    }

    @Override
    public String toString() {
        if (subQueue == SubQueue.DEAD_LETTER_QUEUE) {
            return entity + DEAD_LETTER;
        }
        return subQueue == SubQueue.TRANSFER_DEAD_LETTER_QUEUE ? entity + TRANSFER : entity.toString();
    }
}
