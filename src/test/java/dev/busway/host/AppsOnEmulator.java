package dev.busway.host;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.ServiceBusReports;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The shipped apps in a host of this process, on an emulator, seen from outside through the SDK and HTTP. */
final class AppsOnEmulator implements AutoCloseable {

    /** The SDK keeps 256 messages that nobody has taken, and loses the link with what comes beyond. */
    private static final int MOST_AT_ONCE = 200;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Host host;
    private final HttpClient http = HttpClient.newHttpClient();

    private AppsOnEmulator(Host host) {
        this.host = host;
    }

    static AppsOnEmulator start(ServiceBusEmulator emulator) {
        return start(emulator, settings -> settings);
    }

    /** Retries after 10 ms instead of a second; everything else as shipped, but for the changes. */
    static AppsOnEmulator start(ServiceBusEmulator emulator, UnaryOperator<Settings> changes) {
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0")
                .with("busway.retry.delay", "10");
        return new AppsOnEmulator(Host.start(changes.apply(settings)));
    }

    /** A copy of the shipped routes in which the counter's processor fails as it is told by the text. */
    static UnaryOperator<Settings> withFailingCounter(Path folder) throws IOException {
        for (String file : List.of("counter.camel.yaml", "error-handling.camel.yaml")) {
            String shipped = Files.readString(Path.of("routes", file));
            Files.writeString(
                    folder.resolve(file),
                    shipped.replace("dev.busway.apps.counter.CounterProcessor", FailingCounter.class.getName()));
        }
        return settings -> settings.with(Settings.ROUTES, folder.toString());
    }

    void send(String queue, String id, String body) {
        send(queue, List.of(new ServiceBusMessage(BinaryData.fromString(body)).setMessageId(id)));
    }

    void send(String queue, List<ServiceBusMessage> messages) {
        try (ServiceBusSenderClient sender = client().sender().queueName(queue).buildClient()) {
            sender.sendMessages(messages);
        }
    }

    /** Takes this many messages out of a queue; fewer when no more come for half a minute. */
    List<ServiceBusReceivedMessage> take(String queue, int count) {
        return take(queue, SubQueue.NONE, count);
    }

    List<ServiceBusReceivedMessage> takeDeadLetters(String queue, int count) {
        return take(queue, SubQueue.DEAD_LETTER_QUEUE, count);
    }

    static JsonNode json(ServiceBusReceivedMessage message) throws IOException {
        return JSON.readTree(message.getBody().toBytes());
    }

    AppReport report(String app) {
        return ServiceBusReports.of(host.context()).stream()
                .filter(report -> report.app().equals(app))
                .findFirst()
                .orElseThrow();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + host.httpPort() + path);
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    Host host() {
        return host;
    }

    @Override
    public void close() {
        host.close();
    }

    private List<ServiceBusReceivedMessage> take(String queue, SubQueue subQueue, int count) {
        List<ServiceBusReceivedMessage> taken = new ArrayList<>();
        try (ServiceBusReceiverClient receiver = client().receiver()
                .queueName(queue)
                .subQueue(subQueue)
                .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
                .buildClient()) {
            while (taken.size() < count) {
                int before = taken.size();
                receiver.receiveMessages(Math.min(MOST_AT_ONCE, count - before), LONGEST_WAIT)
                        .forEach(taken::add);
                if (taken.size() == before) {
                    break;
                }
            }
        }
        return taken;
    }

    private ServiceBusClientBuilder client() {
        return host.access().clientBuilder();
    }
}
