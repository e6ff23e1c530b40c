package dev.busway.servicebus.identity;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.fasterxml.jackson.core.TreeNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.apache.camel.component.azure.servicebus.ServiceBusProducerOperationDefinition;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Makes the messages that an exchange sends to one queue or topic.
 *
 * <p>The consumer, like the stock one, puts the input's own values into the very headers that set the output's. So a header
 * counts as set by the route when its value is not the input's. Content type, subject, session id and reply-to are then
 * inherited; message id, time to live, partition key, scheduled time and {@code to} belong to the input alone and are not.
 */
public final class OutputMessages {

    private final ServiceBusConfiguration configuration;

    public OutputMessages(ServiceBusConfiguration configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration");
    }

    /**
     * One message, or one for each element when the body is a collection.
     *
     * @param input the message that the exchange came from; null when it came from elsewhere
     * @param ids gives each of them its message id
     * @throws UnsendableOutput when the body, or one of the elements, is nothing that can be sent
     */
    public List<ServiceBusMessage> from(Exchange exchange, ServiceBusReceivedMessage input, OutputIds.Turn ids) {
        Object body = exchange.getMessage().getBody();
        List<ServiceBusMessage> messages = new ArrayList<>(1);
        // A JSON tree or a path is iterable too, and one message.
        if (body instanceof Iterable<?> bodies && !(body instanceof Path) && !(body instanceof TreeNode)) {
            for (Object each : bodies) {
                messages.add(message(exchange, each, input, ids));
            }
        } else {
            messages.add(message(exchange, body, input, ids));
        }
        return messages;
    }

    private ServiceBusMessage message(
            Exchange exchange, Object body, ServiceBusReceivedMessage input, OutputIds.Turn ids) {
        OutputBody content = OutputBody.of(exchange, body);
        ServiceBusMessage output = new ServiceBusMessage(content.data());
        Headers headers = new Headers(exchange.getMessage(), input);
        applicationProperties(exchange, input, output.getApplicationProperties());
        output.setMessageId(ids.next(
                headers.set(ServiceBusConstants.MESSAGE_ID, String.class, ServiceBusReceivedMessage::getMessageId)));
        output.setCorrelationId(correlationId(headers, input));
        output.setContentType(contentType(headers, exchange, input, content.json()));
        output.setSubject(headers.setOrInherited(
                ServiceBusConstants.SUBJECT, String.class, ServiceBusReceivedMessage::getSubject));
        output.setReplyTo(headers.setOrInherited(
                ServiceBusConstants.REPLY_TO, String.class, ServiceBusReceivedMessage::getReplyTo));
        output.setReplyToSessionId(headers.setOrInherited(
                ServiceBusConstants.REPLY_TO_SESSION_ID, String.class, ServiceBusReceivedMessage::getReplyToSessionId));
        sessionAndPartition(headers, input, output);
        addressAndTimes(headers, exchange, output);
        return output;
    }

    private void applicationProperties(
            Exchange exchange, ServiceBusReceivedMessage input, Map<String, Object> properties) {
        Map<?, ?> given = exchange.getMessage().getHeader(ServiceBusConstants.APPLICATION_PROPERTIES, Map.class);
        if (given != null) {
            given.forEach((name, value) -> put(properties, (String) name, value));
        }
        HeaderFilterStrategy filter = configuration.getHeaderFilterStrategy();
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (!filter.applyFilterToCamelHeaders(name, value, exchange) && !isOursToSet(name, input)) {
                put(properties, name, value);
            }
        });
    }

    private static void put(Map<String, Object> properties, String name, Object value) {
        if (value != null && HostProperties.travelsOn(name)) {
            properties.put(name, value);
        }
    }

    /** A data format writes this header; it becomes the content type, and a property only where the input had one. */
    private static boolean isOursToSet(String header, ServiceBusReceivedMessage input) {
        return header.equals(Exchange.CONTENT_TYPE)
                && (input == null || !input.getApplicationProperties().containsKey(header));
    }

    private static String correlationId(Headers headers, ServiceBusReceivedMessage input) {
        String given = headers.setOrInherited(
                ServiceBusConstants.CORRELATION_ID, String.class, ServiceBusReceivedMessage::getCorrelationId);
        return given == null && input != null ? Origin.of(input).id() : given;
    }

    private static String contentType(
            Headers headers, Exchange exchange, ServiceBusReceivedMessage input, boolean json) {
        String explicit =
                headers.set(ServiceBusConstants.CONTENT_TYPE, String.class, ServiceBusReceivedMessage::getContentType);
        if (explicit == null) {
            explicit = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class);
        }
        if (explicit == null && json) {
            return "application/json";
        }
        return explicit == null && input != null ? input.getContentType() : explicit;
    }

    private void sessionAndPartition(Headers headers, ServiceBusReceivedMessage input, ServiceBusMessage output) {
        String session =
                headers.set(ServiceBusConstants.SESSION_ID, String.class, ServiceBusReceivedMessage::getSessionId);
        if (session == null) {
            session = configuration.getSessionId();
        }
        if (session == null && input != null) {
            session = input.getSessionId();
        }
        String partition = headers.set(
                ServiceBusConstants.PARTITION_KEY, String.class, ServiceBusReceivedMessage::getPartitionKey);
        if (session != null) {
            output.setSessionId(session);
        }
        if (partition != null) {
            output.setPartitionKey(partition);
        }
    }

    private void addressAndTimes(Headers headers, Exchange exchange, ServiceBusMessage output) {
        output.setTo(headers.set(ServiceBusConstants.TO, String.class, ServiceBusReceivedMessage::getTo));
        Duration timeToLive =
                headers.set(ServiceBusConstants.TIME_TO_LIVE, Duration.class, ServiceBusReceivedMessage::getTimeToLive);
        if (timeToLive != null) {
            output.setTimeToLive(timeToLive);
        }
        OffsetDateTime scheduled = headers.set(
                ServiceBusConstants.SCHEDULED_ENQUEUE_TIME,
                OffsetDateTime.class,
                ServiceBusReceivedMessage::getScheduledEnqueueTime);
        if (scheduled == null) {
            scheduled = configuration.getScheduledEnqueueTime();
        }
        ServiceBusProducerOperationDefinition operation = exchange.getMessage()
                .getHeader(
                        ServiceBusConstants.PRODUCER_OPERATION,
                        configuration.getProducerOperation(),
                        ServiceBusProducerOperationDefinition.class);
        if (scheduled == null && operation == ServiceBusProducerOperationDefinition.scheduleMessages) {
            throw new IllegalArgumentException("scheduleMessages needs a time: set the header "
                    + ServiceBusConstants.SCHEDULED_ENQUEUE_TIME + " or the option scheduledEnqueueTime.");
        }
        if (scheduled != null) {
            output.setScheduledEnqueueTime(scheduled);
        }
    }

    /** The headers of an exchange, told apart from what the input had put there. */
    private record Headers(Message message, ServiceBusReceivedMessage input) {

        <T> T set(String header, Class<T> type, Function<ServiceBusReceivedMessage, T> inherited) {
            T value = message.getHeader(header, type);
            return input != null && Objects.equals(value, inherited.apply(input)) ? null : value;
        }

        <T> T setOrInherited(String header, Class<T> type, Function<ServiceBusReceivedMessage, T> inherited) {
            T value = message.getHeader(header, type);
            return value == null && input != null ? inherited.apply(input) : value;
        }
    }
}
