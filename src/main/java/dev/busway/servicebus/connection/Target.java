package dev.busway.servicebus.connection;

import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;
import org.apache.camel.component.azure.servicebus.ServiceBusType;

/** A queue or topic that messages are sent to. */
public record Target(String name, boolean topic) {

    public static Target of(ServiceBusConfiguration configuration) {
        return new Target(
                configuration.getTopicOrQueueName(), configuration.getServiceBusType() == ServiceBusType.topic);
    }
}
