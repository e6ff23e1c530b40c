package dev.busway.bench;

import java.time.Duration;
import java.util.Map;

/** A million messages through a small heap: what is kept per message would show. */
final class HeapBench {

    private static final String HEAP = "-Xmx96m";
    private static final long MESSAGES = Long.getLong("bench.heap.messages", 1_000_000);
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final double MIB = 1 << 20;

    private final BenchSettings settings;

    HeapBench(BenchSettings settings) {
        this.settings = settings;
    }

    Table run() {
        Table table = new Table(
                Figures.rounded(MESSAGES) + " messages of 1 KiB through a heap of 96 MiB",
                "variant",
                "outputs",
                "msg/s",
                "heap after collection, at the first 1,000",
                "at the end",
                "resident MiB",
                "threads");
        try (EmulatorProcess emulator = EmulatorProcess.start(settings)) {
            Queues queues = new Queues(emulator.connectionString(), "feedback-form-in", "feedback-form-out");
            emulator.fill(queues.input(), 1_000, 1024);
            try (VariantProcess process = VariantProcess.start(Variant.E, emulator, queues, settings, Map.of(), HEAP)) {
                awaitOutputs(emulator, queues, 1_000);
                double first = process.heapBytes() / MIB;
                emulator.fill(queues.input(), MESSAGES - 1_000, 1024);
                long from = System.nanoTime();
                long outputs = awaitOutputs(emulator, queues, MESSAGES);
                double seconds = (System.nanoTime() - from) / 1e9;
                table.row(
                        Variant.E.letter() + ") " + Variant.E.title(),
                        Figures.rounded(outputs),
                        Figures.rounded((outputs - 1_000) / seconds),
                        Figures.rounded(first) + " MiB",
                        Figures.rounded(process.heapBytes() / MIB) + " MiB",
                        process.jvm().residentMiB(),
                        process.jvm().threads());
            }
        }
        return table;
    }

    private static long awaitOutputs(EmulatorProcess emulator, Queues queues, long wanted) {
        long until = System.nanoTime() + LONGEST.toNanos();
        while (emulator.count(queues.output()) < wanted && System.nanoTime() < until) {
            Pause.of(BETWEEN_LOOKS);
        }
        return emulator.count(queues.output());
    }
}
