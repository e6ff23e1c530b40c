package dev.busway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether throughput holds as hosts, backlogs and bodies grow; atomic handoff. */
final class GrowthBench {

    private static final int BODY_BYTES = 1024;
    private static final long BACKLOG = 400_000;
    private static final int[] HOSTS = {1, 2, 4};
    private static final long[] BACKLOGS = {1_000, 100_000, 1_000_000};
    private static final int[] BODIES = {200, 1_024, 16_384, 200_000};
    private static final long BACKLOG_BYTES = 1L << 30;
    private static final Duration FIRST_OUTPUT = Duration.ofSeconds(30);

    private final BenchSettings settings;
    private final Table table =
            new Table("Growth, " + Variant.E.title(), "hosts", "backlog", "body bytes", "msg/s", "MiB/s", "CPU us/msg");

    GrowthBench(BenchSettings settings) {
        this.settings = settings;
    }

    Table run() {
        for (int hosts : HOSTS) {
            measure(hosts, BACKLOG, BODY_BYTES);
        }
        for (long backlog : BACKLOGS) {
            measure(1, backlog, BODY_BYTES);
        }
        for (int bytes : BODIES) {
            measure(1, Math.min(BACKLOG, BACKLOG_BYTES / bytes), bytes);
        }
        return table;
    }

    private void measure(int hosts, long backlog, int bytes) {
        List<VariantProcess> running = new ArrayList<>();
        try (EmulatorProcess emulator = EmulatorProcess.start(settings)) {
            Queues queues = new Queues(emulator.connectionString(), "feedback-form-in", "feedback-form-out");
            try {
                emulator.fill(queues.input(), backlog, bytes);
                for (int i = 0; i < hosts; i++) {
                    running.add(VariantProcess.start(Variant.E, emulator, queues, settings));
                }
                running.get(0).awaitFirstOutput(FIRST_OUTPUT);
                Pause.of(settings.warmUp());
                emulator.clear(queues.output());
                emulator.fill(queues.input(), backlog, bytes);
                Throughput found = running.get(0).measure(settings.window());
                table.row(
                        hosts,
                        Figures.rounded(backlog),
                        Figures.rounded((long) bytes),
                        Figures.rounded(found.perSecond()),
                        Figures.twoDigits(found.perSecond() * bytes / (1 << 20)),
                        hosts == 1 ? Figures.rounded(found.cpuMicrosPerMessage()) : "-");
            } finally {
                running.forEach(VariantProcess::close);
            }
        }
    }
}
