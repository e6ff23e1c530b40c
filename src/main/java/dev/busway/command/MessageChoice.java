package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which messages of those that are looked at are shown; all that is named has to fit. */
final class MessageChoice {

    @Option(names = "--message-id", paramLabel = "<id>", description = "Only those with this message id")
    private String messageId;

    @Option(names = "--correlation-id", paramLabel = "<id>", description = "Only those with this correlation id")
    private String correlationId;

    @Option(names = "--session-id", paramLabel = "<id>", description = "Only those of this session")
    private String sessionId;

    @Option(names = "--subject", paramLabel = "<text>", description = "Only those with this subject")
    private String subject;

    @Option(
            names = "--property",
            paramLabel = "<name>=<value>",
            description = "Only those with this application property; may be repeated")
    private Map<String, String> properties = new LinkedHashMap<>();

    boolean isAll() {
        return messageId == null
                && correlationId == null
                && sessionId == null
                && subject == null
                && properties.isEmpty();
    }

    boolean fits(ServiceBusReceivedMessage message) {
        return fits(messageId, message.getMessageId())
                && fits(correlationId, message.getCorrelationId())
                && fits(sessionId, message.getSessionId())
                && fits(subject, message.getSubject())
                && properties.entrySet().stream()
                        .allMatch(each -> fits(
                                each.getValue(),
                                message.getApplicationProperties().get(each.getKey())));
    }

    private static boolean fits(String wanted, Object found) {
        return wanted == null || (found != null && wanted.equals(found.toString()));
    }
}
