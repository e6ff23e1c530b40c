package dev.busway.address;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder.ServiceBusReceiverClientBuilder;
import java.util.Locale;

/**
 * What can be received from, and has a dead-letter queue: a queue, or a subscription of a topic. Who sends names no
 * subscription: it sends to the topic.
 *
 * @param name the queue or the topic
 * @param subscription the subscription; null for a queue
 */
public record Entity(String name, String subscription) {

    private static final String SUBSCRIPTIONS = "/Subscriptions/";

    public Entity {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("the name of the queue is missing");
        }
        if (subscription != null && (subscription.isBlank() || subscription.contains("/"))) {
            throw new IllegalArgumentException("a subscription is written <topic>" + SUBSCRIPTIONS + "<subscription>");
        }
    }

    /**
     * Reads an address as Service Bus itself writes it: {@code queue} or {@code topic/Subscriptions/subscription}. A slash alone
     * may belong to the name of a queue.
     *
     * @throws IllegalArgumentException when a part is missing
     */
    public static Entity of(String address) {
        int at =
                address == null ? -1 : address.toLowerCase(Locale.ROOT).indexOf(SUBSCRIPTIONS.toLowerCase(Locale.ROOT));
        return at < 0
                ? new Entity(address, null)
                : new Entity(address.substring(0, at), address.substring(at + SUBSCRIPTIONS.length()));
    }

    /** Whether what is sent to {@link #name} also comes to others. */
    public boolean isSubscription() {
        return subscription != null;
    }

    /** A receiver of it, to be finished by the caller. */
    public ServiceBusReceiverClientBuilder receiver(ServiceBusClientBuilder connection) {
        return isSubscription()
                ? connection.receiver().topicName(name).subscriptionName(subscription)
                : connection.receiver().queueName(name);
    }

    @Override
    public String toString() {
        return isSubscription() ? name + SUBSCRIPTIONS + subscription : name;
    }
}
