package dev.busway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What more apps in one host cost: each is the feedback-form route with queues of its own. */
final class AppsBench {

    private static final int[] APPS = {1, 10, 100};
    private static final int BODY_BYTES = 1024;
    private static final int BACKLOG = 400_000;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Each app has its own messages in hand: in the heap of the other parts, a hundred would measure its collection. */
    private static final String HEAP = "-Xmx2g";

    private final BenchSettings settings;
    private final Table table = new Table(
            "Apps in one host with a heap of 2 GiB, " + Variant.E.title(),
            "apps",
            "ready s",
            "threads idle",
            "resident MiB idle",
            "msg/s",
            "CPU us/msg");

    AppsBench(BenchSettings settings) {
        this.settings = settings;
    }

    Table run() {
        for (int apps : APPS) {
            measure(apps);
        }
        return table;
    }

    private void measure(int apps) {
        Path routes = settings.workDirectory().resolve("apps-" + apps);
        List<String> names = IntStream.range(0, apps).mapToObj(i -> "app-" + i).toList();
        writeRoutes(routes, names);
        try (EmulatorProcess emulator = EmulatorProcess.start(settings)) {
            Queues queues = new Queues(emulator.connectionString(), "unused-in", "unused-out");
            int port = FreePort.find();
            Map<String, String> environment = Map.of(
                    "BUSWAY_ROUTES", routes.toString(), "BUSWAY_APPS", String.join(",", names), "PORT", "" + port);
            long from = System.nanoTime();
            try (VariantProcess process =
                    VariantProcess.start(Variant.E, emulator, queues, settings, environment, HEAP)) {
                HealthProbe.awaitReady(port, LONGEST);
                Duration ready = Duration.ofNanos(System.nanoTime() - from);
                Pause.of(Duration.ofSeconds(5));
                long threads = process.jvm().threads();
                long resident = process.jvm().residentMiB();
                names.forEach(name -> emulator.fill(name + "-in", BACKLOG / apps, BODY_BYTES));
                Pause.of(settings.warmUp());
                names.forEach(name -> emulator.clear(name + "-out"));
                Duration cpu = process.jvm().cpu();
                long counting = System.nanoTime();
                names.forEach(name -> emulator.fill(name + "-in", BACKLOG / apps, BODY_BYTES));
                // To the last one, because apps whose queues were filled first are also the first without work.
                long outputs = awaitOutputs(emulator, names);
                Duration time = Duration.ofNanos(System.nanoTime() - counting);
                Duration used = process.jvm().cpu().minus(cpu);
                table.row(
                        apps,
                        Figures.twoDigits(ready.toNanos() / 1e9),
                        threads,
                        resident,
                        Figures.rounded(outputs * 1e9 / time.toNanos()),
                        Figures.rounded(used.toNanos() / 1e3 / Math.max(1, outputs)));
            }
        }
    }

    /** How many there are when all are, or when it has taken too long. */
    private static long awaitOutputs(EmulatorProcess emulator, List<String> names) {
        long until = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            long outputs = names.stream()
                    .mapToLong(name -> emulator.count(name + "-out"))
                    .sum();
            if (outputs >= BACKLOG || System.nanoTime() > until) {
                return outputs;
            }
            Pause.of(Duration.ofMillis(100));
        }
    }

    private static void writeRoutes(Path routes, List<String> names) {
        names.forEach(name -> write(routes.resolve(name + ".camel.yaml"), route(name)));
        write(
                routes.resolve("schemas/feedback-form.schema.json"),
                read(Path.of("routes/schemas/feedback-form.schema.json")));
        write(routes.resolve("error-handling.camel.yaml"), read(Path.of("routes/error-handling.camel.yaml")));
    }

    /** The shipped route under another name. */
    private static String route(String name) {
        return read(Path.of("routes/feedback-form.camel.yaml"))
                .replace("feedback-form.schema.json", "SCHEMA")
                .replace("feedback-form", name)
                .replace("SCHEMA", "feedback-form.schema.json");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
