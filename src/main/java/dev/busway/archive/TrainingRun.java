package dev.busway.archive;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ServiceBusEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A host that runs for a few seconds against an embedded Service Bus, so that it loads what every host loads. */
final class TrainingRun {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** What each shipped app is given to work on: input queue, output queue, body. */
    private static final List<Lane> LANES = List.of(
            new Lane(
                    "feedback-form-in",
                    "feedback-form-out",
                    "{\"id\":\"training\",\"rating\":1,\"comment\":\"Good. Write to me.\",\"email\":\"a@example.org\"}"),
            new Lane("counter-in", "counter-out", "{\"id\":\"training\",\"text\":\"One two, one.\"}"));

    private final Path jar;
    private final JavaCommand java;

    TrainingRun(Path jar, JavaCommand java) {
        this.jar = jar;
        this.java = java;
    }

    /**
     * Runs the host with these options until it has worked on a message of each app, then ends it as an operator does.
     *
     * @throws IOException when the host does not become ready
     */
    void run(List<String> options) throws IOException {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start()) {
            LANES.forEach(lane -> {
                emulator.declareQueue(lane.input());
                emulator.declareQueue(lane.output());
            });
            int port = freePort();
            List<String> arguments = new ArrayList<>(options);
            arguments.addAll(List.of("-jar", jar.toString(), "run"));
            Process host = java.start(arguments, environment(emulator, port));
            try {
                awaitReady(host, port);
                send(emulator);
                LANES.forEach(
                        lane -> await(host, () -> emulator.counts(lane.output()).active() > 0));
            } finally {
                host.destroy();
                java.end(host);
            }
        }
    }

    private static Map<String, String> environment(ServiceBusEmulator emulator, int port) {
        return Map.of(
                "SERVICE_BUS_CONNECTION_STRING", emulator.connectionString(),
                "PORT", Integer.toString(port));
    }

    private static void send(ServiceBusEmulator emulator) {
        ServiceBusClientBuilder clients = new ServiceBusClientBuilder().connectionString(emulator.connectionString());
        for (Lane lane : LANES) {
            try (ServiceBusSenderClient sender =
                    clients.sender().queueName(lane.input()).buildClient()) {
                sender.sendMessage(new ServiceBusMessage(lane.body()).setContentType("application/json"));
            }
        }
    }

    private void awaitReady(Process host, int port) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(PATIENCE)
                .build();
        if (!await(host, () -> isGood(http, ready))) {
            throw new IOException("the host did not become ready; see " + java.log());
        }
    }

    private static boolean isGood(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Looks again and again; false when patience or the host has ended first. */
    private static boolean await(Process host, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!condition.getAsBoolean()) {
                boolean ended = !host.isAlive() || System.nanoTime() > until;
                if (ended || never.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record Lane(String input, String output, String body) {}
}
