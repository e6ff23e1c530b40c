package dev.busway.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Time from process start to ready and to the first output, memory, and time to stop; without and with an archive. */
final class StartBench {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LOADED = Duration.ofSeconds(8);
    private static final int BODY_BYTES = 1024;
    private static final int RUNS = Integer.getInteger("bench.starts", Boolean.getBoolean("bench.quick") ? 1 : 5);

    private final BenchSettings settings;
    private final Table table = new Table(
            "Start of busway run with both apps, median of " + RUNS + " (fastest)",
            "Java",
            "options",
            "ready s",
            "first output s",
            "CPU s to ready",
            "idle MiB",
            "under load MiB",
            "idle stop s");

    StartBench(BenchSettings settings) {
        this.settings = settings;
    }

    Table run() {
        // One for all starts: a Service Bus that starts beside the host would take half of the processors from it.
        try (EmulatorProcess emulator = EmulatorProcess.start(settings)) {
            for (Path javaHome : JavaHomes.found()) {
                String version = JavaHomes.version(javaHome);
                measure(emulator, javaHome, version, "none", List.of());
                Path archive = settings.workDirectory().resolve("archive-" + version);
                List<String> options = ArchiveMaker.make(javaHome, settings.jar(), archive);
                if (options.isEmpty()) {
                    table.row(version, "archive", "not made", "-", "-", "-", "-", "-");
                } else {
                    measure(emulator, javaHome, version, "archive", options);
                }
            }
        }
        return table;
    }

    private void measure(EmulatorProcess emulator, Path javaHome, String version, String title, List<String> options) {
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            starts.add(start(emulator, javaHome, options, i == RUNS - 1));
        }
        table.row(
                version,
                title,
                Figures.medianAndLeast(starts, Start::ready),
                Figures.medianAndLeast(starts, Start::firstOutput),
                Figures.medianAndLeast(starts, Start::cpu),
                starts.get(0).idleMiB(),
                starts.get(RUNS - 1).loadedMiB(),
                Figures.medianAndLeast(starts, Start::stop));
    }

    private Start start(EmulatorProcess emulator, Path javaHome, List<String> options, boolean loaded) {
        Queues queues = new Queues(emulator.connectionString(), "feedback-form-in", "feedback-form-out");
        emulator.clear(queues.input());
        emulator.clear(queues.output());
        emulator.fill(queues.input(), 1, BODY_BYTES);
        int port = FreePort.find();
        Map<String, String> environment = new HashMap<>(queues.toEnvironment());
        environment.put("PORT", Integer.toString(port));
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-jar", settings.jar().toString(), "run"));
        long from = System.nanoTime();
        ChildJvm host = ChildJvm.start("start", javaHome, arguments, environment, settings.workDirectory());
        try (host) {
            HealthProbe.awaitReady(port, LONGEST);
            Duration ready = Duration.ofNanos(System.nanoTime() - from);
            Duration cpu = host.cpu();
            while (emulator.count(queues.output()) == 0 && System.nanoTime() - from < LONGEST.toNanos()) {
                Pause.of(Duration.ofMillis(10));
            }
            Duration first = Duration.ofNanos(System.nanoTime() - from);
            Pause.of(Duration.ofSeconds(2));
            long idle = host.residentMiB();
            Duration stop = loaded ? Duration.ZERO : host.terminate(LONGEST);
            long underLoad = loaded ? load(emulator, queues, host) : -1;
            return new Start(ready, first, cpu, idle, underLoad, stop);
        }
    }

    private static long load(EmulatorProcess emulator, Queues queues, ChildJvm host) {
        emulator.load(queues.input(), 10_000, LOADED, BODY_BYTES);
        Pause.of(LOADED);
        return host.residentMiB();
    }

    private record Start(
            Duration ready, Duration firstOutput, Duration cpu, long idleMiB, long loadedMiB, Duration stop) {}
}
