package dev.busway.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Throughput and cost from input queue to output queue, without and with time added to every round trip. */
final class ThroughputBench {

    private static final int BODY_BYTES = 1024;
    private static final Duration ADDED = Duration.ofMillis(10);
    private static final Duration SETTLE = Duration.ofSeconds(3);

    /** More than any variant carries in a window. */
    private static final long BACKLOG = 800_000;

    private final BenchSettings settings;
    private final Map<Variant, Throughput> near = new EnumMap<>(Variant.class);
    private final Map<Variant, Throughput> far = new EnumMap<>(Variant.class);

    ThroughputBench(BenchSettings settings) {
        this.settings = settings;
    }

    Table run() {
        for (Variant variant : Variant.of(settings.variants())) {
            measure(variant);
        }
        Table table = new Table(
                "Throughput and cost, 1 KiB bodies",
                "variant",
                "0 ms: msg/s",
                "to a",
                "to g",
                "CPU us/msg",
                "bytes/msg",
                "cores",
                "emulator cores",
                "10 ms: msg/s",
                "to a",
                "to g");
        near.forEach((variant, at0) -> table.row(
                variant.letter() + ") " + variant.title(),
                Figures.rounded(at0.perSecond()),
                ratio(near, variant, Variant.A),
                ratio(near, variant, Variant.G),
                Figures.rounded(at0.cpuMicrosPerMessage()),
                Figures.rounded(at0.bytesPerMessage()),
                Figures.twoDigits(at0.cores()),
                Figures.twoDigits(at0.emulatorCores()),
                Figures.rounded(far.get(variant).perSecond()),
                ratio(far, variant, Variant.A),
                ratio(far, variant, Variant.G)));
        return table;
    }

    /** What this variant reached without added time, once {@link #run()} has measured it. */
    double top(Variant variant) {
        return near.containsKey(variant) ? near.get(variant).perSecond() : 0;
    }

    private void measure(Variant variant) {
        try (EmulatorProcess emulator = EmulatorProcess.start(settings)) {
            Queues queues = new Queues(emulator.connectionString(), "feedback-form-in", "feedback-form-out");
            emulator.fill(queues.input(), BACKLOG, BODY_BYTES);
            try (VariantProcess process = VariantProcess.start(variant, emulator, queues, settings)) {
                process.awaitFirstOutput(Duration.ofSeconds(30));
                Pause.of(settings.warmUp());
                renew(emulator, queues);
                near.put(variant, process.measure(settings.window()));
                emulator.latency(ADDED);
                renew(emulator, queues);
                Pause.of(SETTLE);
                far.put(variant, process.measure(settings.window()));
            }
        }
        System.out.println("  " + variant.letter() + ": "
                + Figures.rounded(near.get(variant).perSecond()) + " msg/s, with 10 ms "
                + Figures.rounded(far.get(variant).perSecond()) + " msg/s");
    }

    /** Empties the output and fills the input again, so that memory and depth are alike in each window. */
    private static void renew(EmulatorProcess emulator, Queues queues) {
        emulator.clear(queues.output());
        emulator.fill(queues.input(), BACKLOG, BODY_BYTES);
        Pause.of(Duration.ofSeconds(1));
    }

    private static String ratio(Map<Variant, Throughput> results, Variant variant, Variant base) {
        return results.containsKey(base)
                ? Figures.twoDigits(results.get(variant).perSecond()
                        / Math.max(1, results.get(base).perSecond()))
                : "-";
    }
}
