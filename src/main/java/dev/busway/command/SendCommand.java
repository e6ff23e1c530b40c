package dev.busway.command;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.servicebus.trace.MessageTracer;
import dev.busway.servicebus.trace.SendTrace;
import dev.busway.settings.ConfigurationException;
import dev.busway.tracing.Tracing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Sends a message, or many of the same body, to a queue. */
@Command(
        name = "send",
        description = "Send a message to a queue; its body is an argument, a file or standard input",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class SendCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceBusOptions serviceBus = new ServiceBusOptions();

    @Parameters(index = "0", paramLabel = "<queue>", description = "The queue")
    private String queue;

    @Parameters(index = "1", arity = "0..1", paramLabel = "<body>", description = "The body (default: standard input)")
    private String body;

    @Option(names = "--file", paramLabel = "<file>", description = "Take the body from this file")
    private Path file;

    @Option(
            names = "--count",
            paramLabel = "<n>",
            defaultValue = "1",
            converter = CountConverter.class,
            description = "How many to send (default: 1)")
    private int count;

    @Option(
            names = "--property",
            paramLabel = "<name>=[<type>:]<value>",
            converter = {PropertyName.class, PropertyValue.Converter.class},
            description =
                    "An application property; may be repeated. Types: " + PropertyValue.TYPES + " (default: string)")
    private Map<String, PropertyValue> properties = Map.of();

    @Option(
            names = "--message-id",
            paramLabel = "<id>",
            description = "The message id; with --count, a number is added to each")
    private String messageId;

    @Option(names = "--correlation-id", paramLabel = "<id>", description = "The correlation id")
    private String correlationId;

    @Option(names = "--reply-to", paramLabel = "<queue>", description = "Where an answer is to be sent")
    private String replyTo;

    @Option(names = "--session-id", paramLabel = "<id>", description = "The session id")
    private String sessionId;

    @Option(
            names = "--ttl",
            paramLabel = "<time>",
            converter = AgeConverter.class,
            description = "Time to live: 90s, 30m, 2h, 7d (default: that of the queue)")
    private Duration timeToLive;

    @Option(
            names = "--schedule",
            paramLabel = "<time>",
            description =
                    "When the queue is to show it: a time such as 2026-01-31T10:00:00Z, or 90s, 30m, 2h, 7d from now")
    private String schedule;

    @Option(names = "--subject", paramLabel = "<text>", description = "The subject")
    private String subject;

    @Option(
            names = "--content-type",
            paramLabel = "<type>",
            defaultValue = "application/json",
            description = "The content type (default: application/json)")
    private String contentType;

    /** Of the messages of the batch that is being filled; empty without tracing. */
    private final List<SendTrace> traces = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (body != null && file != null) {
            throw new ConfigurationException("The body is given twice, as an argument and by --file; give one.");
        }
        Logs.ofTool();
        byte[] bytes = body();
        Optional<Tracing> tracing = Tracing.startIfOn(serviceBus.settings());
        try (ServiceBusSenderClient sender =
                serviceBus.clientBuilder().sender().queueName(queue).buildClient()) {
            // Always as a batch: the SDK reports a single message near the size limit as sent and sends nothing.
            sendInBatches(sender, bytes, tracing.map(Tracing::tracer));
        } finally {
            tracing.ifPresent(Tracing::close);
        }
        spec.commandLine().getOut().println("Sent " + count + (count == 1 ? " message to " : " messages to ") + queue);
        return 0;
    }

    private void sendInBatches(ServiceBusSenderClient sender, byte[] bytes, Optional<MessageTracer> tracer) {
        ServiceBusMessageBatch batch = sender.createMessageBatch();
        for (int number = 1; number <= count; number++) {
            ServiceBusMessage message = message(bytes, number);
            Optional<SendTrace> trace = tracer.map(each -> each.sends(queue, message));
            if (!batch.tryAddMessage(message)) {
                if (batch.getCount() == 0) {
                    throw new ConfigurationException("The body is too large for one message of " + queue + ".");
                }
                send(sender, batch);
                batch = sender.createMessageBatch();
                if (!batch.tryAddMessage(message)) {
                    throw new ConfigurationException("The body is too large for one message of " + queue + ".");
                }
            }
            trace.ifPresent(traces::add);
        }
        send(sender, batch);
    }

    private void send(ServiceBusSenderClient sender, ServiceBusMessageBatch batch) {
        sender.sendMessages(batch);
        traces.forEach(trace -> trace.ended(null));
        traces.clear();
    }

    private ServiceBusMessage message(byte[] bytes, int number) {
        ServiceBusMessage message = new ServiceBusMessage(BinaryData.fromBytes(bytes));
        message.setContentType(contentType).setSubject(subject).setCorrelationId(correlationId);
        message.setReplyTo(replyTo);
        if (timeToLive != null) {
            message.setTimeToLive(timeToLive);
        }
        if (schedule != null) {
            message.setScheduledEnqueueTime(scheduledTime());
        }
        if (sessionId != null) {
            message.setSessionId(sessionId);
        }
        if (messageId != null) {
            message.setMessageId(count == 1 ? messageId : messageId + "-" + number);
        }
        properties.forEach((name, value) -> message.getApplicationProperties().put(name, value.value()));
        return message;
    }

    private OffsetDateTime scheduledTime() {
        try {
            return OffsetDateTime.parse(schedule);
        } catch (DateTimeParseException notATime) {
            try {
                return OffsetDateTime.now(ZoneOffset.UTC).plus(new AgeConverter().convert(schedule));
            } catch (TypeConversionException neither) {
                throw new ConfigurationException(
                        "--schedule is \"" + schedule + "\"; write a time with its offset, such as"
                                + " 2026-01-31T10:00:00Z, or a span from now, such as 30m.",
                        neither);
            }
        }
    }

    private byte[] body() throws IOException {
        if (body != null) {
            return body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        if (file != null) {
            if (!Files.isRegularFile(file)) {
                throw new ConfigurationException("There is no file " + file + ".");
            }
            return Files.readAllBytes(file);
        }
        if (Terminal.isThere()) {
            spec.commandLine().getErr().println("Type the body; end with Ctrl-D");
        }
        try (InputStream in = System.in) {
            return in.readAllBytes();
        }
    }
}
