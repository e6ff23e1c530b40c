package dev.busway.emulator;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationClient;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationClientBuilder;
import com.azure.messaging.servicebus.administration.models.CreateQueueOptions;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What the specification runs against: a fresh emulator, or the namespace that {@code BUSWAY_SPEC_CONNECTION_STRING}
 * names (its key needs the Manage right, because each test makes its own queues and deletes them again).
 */
final class ServiceBusUnderTest {

    private static final String NAMESPACE = System.getenv("BUSWAY_SPEC_CONNECTION_STRING");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServiceBusEmulator emulator;
    private final String connectionString;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private ServiceBusUnderTest() {
        emulator = NAMESPACE == null ? ServiceBusEmulator.start() : null;
        connectionString = emulator == null ? NAMESPACE : emulator.connectionString();
    }

    ServiceBusClientBuilder client() {
        return new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(10))
                        .setDelay(Duration.ofMillis(50)));
    }

    /** A queue of its own for this test, with all defaults. */
    String queue() {
        return queue(QueueSettings.of("queue"));
    }

    /** A queue of its own for this test; the name of the settings is a prefix only. */
    String queue(QueueSettings settings) {
        String name = settings.name() + "-" + UUID.randomUUID();
        if (emulator != null) {
            emulator.declareQueue(settings.withName(name));
        } else {
            ServiceBusAdministrationClient administration = new ServiceBusAdministrationClientBuilder()
                    .connectionString(connectionString)
                    .buildClient();
            administration.createQueue(name, options(settings));
            open.push(() -> administration.deleteQueue(name));
        }
        return name;
    }

    private static CreateQueueOptions options(QueueSettings settings) {
        CreateQueueOptions options = new CreateQueueOptions()
                .setLockDuration(settings.lockDuration())
                .setMaxDeliveryCount(settings.maxDeliveryCount())
                .setSessionRequired(settings.requiresSession())
                .setDeadLetteringOnMessageExpiration(settings.deadLetterOnExpiry());
        if (!settings.defaultTimeToLive().equals(QueueSettings.FOREVER)) {
            options.setDefaultMessageTimeToLive(settings.defaultTimeToLive());
        }
        if (!settings.duplicateDetectionWindow().isZero()) {
            options.setDuplicateDetectionRequired(true)
                    .setDuplicateDetectionHistoryTimeWindow(settings.duplicateDetectionWindow());
        }
        return options;
    }

    /** Has something closed at the end of the test, before what was handed in earlier. */
    <T extends AutoCloseable> T closing(T closeable) {
        open.push(closeable);
        return closeable;
    }

    ServiceBusSenderClient sender(String queue) {
        return closing(client().sender().queueName(queue).buildClient());
    }

    ServiceBusReceiverClient receiver(String queue) {
        return closing(
                client().receiver().queueName(queue).disableAutoComplete().buildClient());
    }

    ServiceBusReceiverClient deadLetterReceiver(String queue) {
        return closing(client().receiver()
                .queueName(queue)
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .disableAutoComplete()
                .buildClient());
    }

    ServiceBusReceiverClient receiveAndDelete(String queue) {
        return closing(client().receiver()
                .queueName(queue)
                .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
                .buildClient());
    }

    void send(String queue, String... bodies) {
        ServiceBusSenderClient sender = sender(queue);
        for (String body : bodies) {
            sender.sendMessage(new ServiceBusMessage(body));
        }
    }

    /** The next message, which must come. */
    static ServiceBusReceivedMessage next(ServiceBusReceiverClient receiver) {
        return next(receiver, 1).get(0);
    }

    /** The next messages, which must all come. */
    static List<ServiceBusReceivedMessage> next(ServiceBusReceiverClient receiver, int count) {
        List<ServiceBusReceivedMessage> messages = new ArrayList<>();
        while (messages.size() < count) {
            int before = messages.size();
            receiver.receiveMessages(count - before, PATIENCE).forEach(messages::add);
            if (messages.size() == before) {
                throw new AssertionError("Only " + before + " of " + count + " messages came.");
            }
        }
        return messages;
    }

    private void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    /** Gives each test a fresh one. */
    static final class Extension implements ParameterResolver, AfterEachCallback {

        private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Extension.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ServiceBusUnderTest.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(STORE)
                    .getOrComputeIfAbsent("bus", key -> new ServiceBusUnderTest(), ServiceBusUnderTest.class);
        }

        @Override
        public void afterEach(ExtensionContext context) throws Exception {
            ServiceBusUnderTest bus = context.getStore(STORE).remove("bus", ServiceBusUnderTest.class);
            if (bus != null) {
                bus.close();
            }
        }
    }
}
