package dev.busway.servicebus.identity;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.fasterxml.jackson.core.TreeNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.apache.camel.component.azure.servicebus.ServiceBusProducerOperationDefinition;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Makes the messages that an exchange sends to one queue or topic.
 *
 * <p>The consumer, like the stock one, puts the input's own values into the very headers that set the output's. Subject, reply-to,
 * session id, correlation id and content type are inherited as long as the route leaves these headers alone; one that it
 * removes is not. Message id, time to live, partition key, scheduled time and {@code to} belong to the input alone; they are
 * an output's only when the route has set them, see {@link InputHeaders}.
 */
public final class OutputMessages {

    private final ServiceBusConfiguration configuration;

    public OutputMessages(ServiceBusConfiguration configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration");
    }

    /**
     * One message, or one for each element when the body is a collection.
     *
     * @param input what the message that the exchange came from has put into its headers; null when it came from elsewhere
     * @param ids gives each of them its message id
     * @throws UnsendableOutput when the body, or one of the elements, is nothing that can be sent
     */
    public List<ServiceBusMessage> from(Exchange exchange, InputHeaders input, OutputIds.Turn ids) {
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

    private ServiceBusMessage message(Exchange exchange, Object body, InputHeaders input, OutputIds.Turn ids) {
        OutputBody content = OutputBody.of(exchange, body);
        ServiceBusMessage output = new ServiceBusMessage(content.data());
        Headers headers = new Headers(exchange.getMessage(), input);
        applicationProperties(exchange, input, output.getApplicationProperties());
        output.setMessageId(ids.next(headers.set(ServiceBusConstants.MESSAGE_ID, String.class)));
        output.setCorrelationId(correlationId(headers, input));
        output.setContentType(contentType(headers, content.json()));
        output.setSubject(headers.now(ServiceBusConstants.SUBJECT));
        output.setReplyTo(headers.now(ServiceBusConstants.REPLY_TO));
        output.setReplyToSessionId(headers.now(ServiceBusConstants.REPLY_TO_SESSION_ID));
        sessionAndPartition(headers, output);
        addressAndTimes(headers, exchange, output);
        return output;
    }

    private void applicationProperties(Exchange exchange, InputHeaders input, Map<String, Object> properties) {
        HeaderFilterStrategy filter = configuration.getHeaderFilterStrategy();
        Message message = exchange.getMessage();
        Map<?, ?> given = message.getHeader(ServiceBusConstants.APPLICATION_PROPERTIES, Map.class);
        if (given != null) {
            given.forEach((name, value) -> {
                if (!isRemoved(exchange, input, (String) name, value)) {
                    put(properties, (String) name, value);
                }
            });
        }
        message.getHeaders().forEach((name, value) -> {
            if (!filter.applyFilterToCamelHeaders(name, value, exchange) && !isContentType(message, input, name)) {
                put(properties, name, value);
            }
        });
    }

    /** A property of the input is a header as well, and goes no further when a step has removed or replaced that. */
    private boolean isRemoved(Exchange exchange, InputHeaders input, String name, Object value) {
        return input != null
                && input.message().getApplicationProperties().get(name) == value
                && !configuration.getHeaderFilterStrategy().applyFilterToExternalHeaders(name, value, exchange)
                && exchange.getMessage().getHeader(name) != value;
    }

    private static void put(Map<String, Object> properties, String name, Object value) {
        if (value != null && HostProperties.travelsOn(name)) {
            properties.put(name, value);
        }
    }

    /** A data format or a step writes this header; it becomes the content type. A sender's property of that name stays one. */
    private static boolean isContentType(Message message, InputHeaders input, String header) {
        return header.equalsIgnoreCase(Exchange.CONTENT_TYPE)
                && (input == null || input.set(message, Exchange.CONTENT_TYPE) != null);
    }

    private static String correlationId(Headers headers, InputHeaders input) {
        String now = headers.now(ServiceBusConstants.CORRELATION_ID);
        return now == null && input != null ? Origin.of(input.message()).id() : now;
    }

    private static String contentType(Headers headers, boolean json) {
        String set = headers.set(ServiceBusConstants.CONTENT_TYPE, String.class);
        if (set == null) {
            set = headers.set(Exchange.CONTENT_TYPE, String.class);
        }
        if (set == null && json) {
            return "application/json";
        }
        return set == null ? headers.now(ServiceBusConstants.CONTENT_TYPE) : set;
    }

    private void sessionAndPartition(Headers headers, ServiceBusMessage output) {
        String now = headers.now(ServiceBusConstants.SESSION_ID);
        String session = headers.isInputs(ServiceBusConstants.SESSION_ID, now) && configuration.getSessionId() != null
                ? configuration.getSessionId()
                : now == null ? configuration.getSessionId() : now;
        String partition = headers.set(ServiceBusConstants.PARTITION_KEY, String.class);
        if (session != null) {
            output.setSessionId(session);
        }
        if (partition != null) {
            output.setPartitionKey(partition);
        }
    }

    private void addressAndTimes(Headers headers, Exchange exchange, ServiceBusMessage output) {
        output.setTo(headers.set(ServiceBusConstants.TO, String.class));
        Duration timeToLive = HeaderTime.duration(
                ServiceBusConstants.TIME_TO_LIVE, headers.set(ServiceBusConstants.TIME_TO_LIVE, Object.class));
        if (timeToLive != null) {
            output.setTimeToLive(timeToLive);
        }
        OffsetDateTime scheduled = HeaderTime.moment(
                ServiceBusConstants.SCHEDULED_ENQUEUE_TIME,
                headers.set(ServiceBusConstants.SCHEDULED_ENQUEUE_TIME, Object.class));
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
    private record Headers(Message message, InputHeaders input) {

        /** What the route has set; null when it has not. */
        <T> T set(String header, Class<T> type) {
            if (input != null && input.set(message, header) == null) {
                return null;
            }
            return message.getHeader(header, type);
        }

        /** What stands there now, whoever put it there; null when the route has removed it. */
        String now(String header) {
            return message.getHeader(header, String.class);
        }

        /** Whether this session id is still the input's. */
        boolean isInputs(String header, String value) {
            return input != null
                    && header.equals(ServiceBusConstants.SESSION_ID)
                    && value != null
                    && value.equals(input.message().getSessionId());
        }
    }
}
