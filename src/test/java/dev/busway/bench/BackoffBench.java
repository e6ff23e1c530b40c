package dev.busway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Threads and memory while messages wait for their next try: waiting holds no thread. */
final class BackoffBench {

    private static final int[] WAITING = {10, 1_000, 10_000};
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final double MIB = 1 << 20;

    /** An app that always fails in a way that may pass. */
    private static final String ROUTE = """
            - route:
                id: failing
                description: Fails every message in a way that may pass
                errorHandler:
                  defaultErrorHandler:
                    redeliveryPolicy:
                      maximumRedeliveries: "1"
                      redeliveryDelay: "120000"
                      asyncDelayedRedelivery: "true"
                      logRetryAttempted: "false"
                      logStackTrace: "false"
                from:
                  uri: azure-servicebus:{{feedback-form.in.queue}}
                  parameters:
                    maxConcurrentCalls: "%d"
                  steps:
                    - throwException:
                        exceptionType: java.lang.IllegalStateException
                        message: not now
            """;

    private final BenchSettings settings;

    BackoffBench(BenchSettings settings) {
        this.settings = settings;
    }

    Table run() {
        Table table = new Table(
                "Messages in backoff", "waiting", "in hand", "threads", "heap after collection", "resident MiB");
        for (int waiting : WAITING) {
            measure(waiting, table);
        }
        return table;
    }

    private void measure(int waiting, Table table) {
        Path routes = settings.workDirectory().resolve("failing-" + waiting);
        write(routes.resolve("failing.camel.yaml"), ROUTE.formatted(waiting));
        try (EmulatorProcess emulator = EmulatorProcess.start(settings)) {
            Queues queues = new Queues(emulator.connectionString(), "feedback-form-in", "feedback-form-out");
            emulator.fill(queues.input(), waiting, 1024);
            Map<String, String> environment = Map.of("BUSWAY_ROUTES", routes.toString(), "BUSWAY_APPS", "failing");
            try (VariantProcess process = VariantProcess.start(Variant.E, emulator, queues, settings, environment)) {
                long until = System.nanoTime() + LONGEST.toNanos();
                while (emulator.locked(queues.input()) < waiting && System.nanoTime() < until) {
                    Pause.of(BETWEEN_LOOKS);
                }
                Pause.of(SETTLE);
                table.row(
                        Figures.rounded(waiting),
                        Figures.rounded(emulator.locked(queues.input())),
                        process.jvm().threads(),
                        Figures.rounded(process.heapBytes() / MIB) + " MiB",
                        process.jvm().residentMiB());
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
