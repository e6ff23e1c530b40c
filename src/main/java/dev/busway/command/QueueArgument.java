package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder.ServiceBusReceiverClientBuilder;
import dev.busway.address.Entity;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The queue, or the subscription of a topic, that a tool works on, and the Service Bus that it is in. */
final class QueueArgument {

    @Mixin
    private ServiceBusOptions serviceBus = new ServiceBusOptions();

    @Parameters(
            index = "0",
            paramLabel = "<queue>",
            description = "the queue; for a subscription <topic>/Subscriptions/<subscription>")
    private String queue;

    String name() {
        return queue;
    }

    /** A receiver of it, to be finished by the caller. */
    ServiceBusReceiverClientBuilder receiver() {
        return Entity.of(queue).receiver(clientBuilder());
    }

    ServiceBusClientBuilder clientBuilder() {
        return serviceBus.clientBuilder();
    }
}
