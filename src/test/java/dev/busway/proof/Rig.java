package dev.busway.proof;

import static dev.busway.proof.RelayRoutes.IN;
import static dev.busway.proof.RelayRoutes.OUT;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.Faults;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueCounts;
import dev.busway.emulator.queue.QueueSettings;
import dev.busway.host.Host;
import dev.busway.servicebus.identity.MessageIds;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** An emulator, the app under proof on it, and what was sent to it. One thread, the test's, uses it. */
final class Rig implements AutoCloseable {

    private static final int BATCH = 500;
    private static final int PAGE = 200;
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private final ServiceBusEmulator emulator;
    private final Guarantee guarantee;
    private final Path routes;
    private final List<Process> processes = new ArrayList<>();
    private final Deque<Host> hosts = new ArrayDeque<>();
    private final Set<String> inputs = new LinkedHashSet<>();
    private final List<Expectations.Calm> calms = new ArrayList<>();

    private Rig(ServiceBusEmulator emulator, Guarantee guarantee, Path routes) {
        this.emulator = emulator;
        this.guarantee = guarantee;
        this.routes = routes;
    }

    /** A rig whose hosts read the routes in a folder. */
    static Rig start(Guarantee guarantee, Path routes) {
        EmulatorOptions options = EmulatorOptions.DEFAULT.withHistoryLimit(Integer.MAX_VALUE);
        ServiceBusEmulator emulator = ServiceBusEmulator.start(options);
        emulator.declareQueue(QueueSettings.of(IN).withLockDuration(LOCK).withMaxDeliveryCount(20));
        emulator.declareQueue(QueueSettings.of(OUT).withDuplicateDetectionWindow(Duration.ofMinutes(30)));
        return new Rig(emulator, guarantee, routes);
    }

    Faults faults() {
        return emulator.faults();
    }

    ServiceBusEmulator emulator() {
        return emulator;
    }

    /** Sends so many messages with fresh ids, each with the task that its number gets. */
    void send(String prefix, int count, IntFunction<String> task) {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName(IN)
                .buildClient()) {
            List<ServiceBusMessage> batch = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String id = prefix + i;
                inputs.add(id);
                batch.add(new ServiceBusMessage(id + " " + task.apply(i)).setMessageId(id));
                if (batch.size() == BATCH || i == count - 1) {
                    sender.sendMessages(batch);
                    batch.clear();
                }
            }
        }
    }

    Host startHost() {
        return startHost(same -> same);
    }

    Host startHost(UnaryOperator<Settings> changes) {
        Settings settings = Settings.shipped();
        for (Map.Entry<String, String> each : properties().entrySet()) {
            settings = settings.with(each.getKey(), each.getValue());
        }
        Host host = Host.start(changes.apply(settings.with(Settings.CONNECTION_STRING, emulator.connectionString())));
        hosts.add(host);
        return host;
    }

    /** Starts a host in a process of its own, which is killed at the end at the latest. */
    Process startProcess() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, "dev.busway.Busway", "run"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(routes.resolve("process.log").toFile());
        builder.environment().put("SERVICE_BUS_CONNECTION_STRING", emulator.connectionString());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Map<String, String> properties() {
        return Map.of(
                Settings.ROUTES,
                routes.toString(),
                Settings.HTTP_HOST,
                "127.0.0.1",
                Settings.HTTP_PORT,
                "0",
                "busway.retry.tries",
                "2",
                "busway.retry.delay",
                "10",
                "relay.handoff",
                guarantee == Guarantee.ATOMIC ? "atomic" : "at-least-once");
    }

    /** Stops the host that was started first. */
    void stopHost() {
        hosts.remove().close();
    }

    /** Does something during which no delivery may be counted. */
    void calmly(String cause, Runnable step) {
        long from = emulator.history().events().size();
        step.run();
        calms.add(new Expectations.Calm(cause, from, emulator.history().events().size(), Set.of()));
    }

    /** Inputs that are neither completed nor dead-lettered. */
    long left() {
        QueueCounts counts = emulator.counts(IN);
        return counts.active() + counts.locked() + counts.scheduled() + counts.deferred();
    }

    boolean isDone() {
        return left() == 0;
    }

    /** Waits until so many more inputs have ended, or all, or the time is over; says whether some are left. */
    boolean letSomeEnd(int more, Duration most) {
        long goal = Math.max(0, left() - more);
        long deadline = System.nanoTime() + most.toNanos();
        Awaitility.await()
                .pollInterval(POLL)
                .atMost(most.plusSeconds(30))
                .until(() -> left() <= goal || System.nanoTime() > deadline);
        return !isDone();
    }

    void awaitDone(Duration most) {
        Awaitility.await("every input has ended")
                .pollInterval(POLL)
                .atMost(most)
                .until(this::isDone);
    }

    /** What became of the inputs. */
    Tally tally() {
        Map<String, Integer> outputsOfInput = new HashMap<>();
        try (ServiceBusReceiverClient receiver = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .receiver()
                .queueName(OUT)
                .buildClient()) {
            // Peeked, because a receiver that asks for many at once loses some of them inside the SDK.
            List<ServiceBusReceivedMessage> page;
            do {
                page = receiver.peekMessages(PAGE).stream().toList();
                page.forEach(output ->
                        outputsOfInput.merge(output.getBody().toString().split(" ", -1)[0], 1, Integer::sum));
            } while (!page.isEmpty());
        }
        return Tally.of(inputs, outputsOfInput, emulator.history());
    }

    /** What in the history breaks the promises. */
    List<Violation> check() {
        Lineage lineage = Lineage.ofDerivedIds(
                inputs,
                Set.of(OUT),
                1,
                (id, queue, index) -> MessageIds.ofOutput(MessageIds.origin(id, IN), queue, index),
                0,
                MessageIds::ofAttempt);
        Expectations expectations = Expectations.of(inputs, IN, Set.of(OUT), guarantee, lineage);
        for (Expectations.Calm calm : calms) {
            expectations = expectations.withCalm(calm);
        }
        return new HistoryChecker(expectations).check(emulator.history().events());
    }

    @Override
    public void close() {
        emulator.faults().clear();
        processes.forEach(Process::destroyForcibly);
        hosts.forEach(Host::close);
        emulator.close();
    }
}
