package dev.busway.servicebus.connection;

import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.address.Address;
import dev.busway.address.Entity;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;
import org.apache.camel.component.azure.servicebus.ServiceBusType;

/**
 * What an app receives from: a queue, a subscription of a topic, or the dead-letter queue of either.
 *
 * @param name the queue or topic
 * @param subscription the subscription; null for a queue
 * @param subQueue the sub-queue; null for the entity itself
 */
public record Input(String name, String subscription, SubQueue subQueue, ServiceBusReceiveMode mode, boolean sessions) {

    public static Input of(ServiceBusConfiguration configuration) {
        boolean topic = configuration.getServiceBusType() == ServiceBusType.topic;
        if (topic
                && (configuration.getSubscriptionName() == null
                        || configuration.getSubscriptionName().isBlank())) {
            throw new IllegalArgumentException("azure-servicebus:" + configuration.getTopicOrQueueName()
                    + " receives from a topic: set subscriptionName.");
        }
        SubQueue subQueue = configuration.getSubQueue();
        return new Input(
                configuration.getTopicOrQueueName(),
                topic ? configuration.getSubscriptionName() : null,
                subQueue == SubQueue.NONE ? null : subQueue,
                configuration.getServiceBusReceiveMode(),
                configuration.isSessionEnabled());
    }

    /** True when a message sent to {@link #name} comes to this input and to no other. */
    public boolean isPlainQueue() {
        return subscription == null && subQueue == null;
    }

    public boolean locks() {
        return mode == ServiceBusReceiveMode.PEEK_LOCK;
    }

    /** As Service Bus writes addresses. */
    @Override
    public String toString() {
        return new Address(new Entity(name, subscription), subQueue == null ? SubQueue.NONE : subQueue).toString();
    }
}
