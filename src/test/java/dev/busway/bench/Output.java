package dev.busway.bench;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;

/** The output of the hand-written loops: the body as it came, with the identity that a careful user keeps. */
final class Output {

    private Output() {}

    static ServiceBusMessage of(ServiceBusReceivedMessage input) {
        return of(input, input.getBody());
    }

    static ServiceBusMessage of(ServiceBusReceivedMessage input, BinaryData body) {
        ServiceBusMessage output = new ServiceBusMessage(body);
        output.setMessageId(input.getMessageId());
        output.setCorrelationId(input.getMessageId());
        output.setContentType(input.getContentType());
        output.getApplicationProperties().putAll(input.getApplicationProperties());
        return output;
    }
}
