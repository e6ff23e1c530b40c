package dev.busway.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Time from enqueued to output enqueued, at low rates and near the top. */
final class LatencyBench {

    private static final int BODY_BYTES = 1024;
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final double SHARE_OF_TOP = 0.8;

    /** Rates without a known top, and how long each is held. */
    private static final Map<Integer, Duration> RATES = new LinkedHashMap<>();

    static {
        RATES.put(1, Duration.ofSeconds(12));
        RATES.put(100, Duration.ofSeconds(6));
        RATES.put(1_000, Duration.ofSeconds(6));
    }

    private final BenchSettings settings;
    private final ThroughputBench throughput;
    private final Table table = new Table(
            "Latency, 1 KiB bodies, milliseconds from enqueued to output enqueued",
            "variant",
            "msg/s",
            "messages",
            "p50",
            "p99",
            "p99.9",
            "longest");

    LatencyBench(BenchSettings settings, ThroughputBench throughput) {
        this.settings = settings;
        this.throughput = throughput;
    }

    Table run() {
        for (Variant variant : List.of(Variant.A, Variant.D, Variant.E)) {
            if (settings.variants().contains(variant.letter())) {
                measure(variant);
            }
        }
        return table;
    }

    private void measure(Variant variant) {
        try (EmulatorProcess emulator = EmulatorProcess.start(settings)) {
            Queues queues = new Queues(emulator.connectionString(), "feedback-form-in", "feedback-form-out");
            emulator.fill(queues.input(), 1, BODY_BYTES);
            try (VariantProcess process = VariantProcess.start(variant, emulator, queues, settings)) {
                process.awaitFirstOutput(Duration.ofSeconds(30));
                emulator.load(queues.input(), 5_000, settings.warmUp(), BODY_BYTES);
                Pause.of(settings.warmUp().plus(DRAIN));
                RATES.forEach((rate, time) -> measure(variant, rate, time, emulator, queues));
                int nearTop = (int) (throughput.top(variant) * SHARE_OF_TOP);
                if (nearTop > 0) {
                    measure(variant, nearTop, settings.window(), emulator, queues);
                }
            }
        }
    }

    private void measure(Variant variant, int rate, Duration time, EmulatorProcess emulator, Queues queues) {
        emulator.watch(queues);
        emulator.load(queues.input(), rate, time, BODY_BYTES);
        Pause.of(time.plus(DRAIN));
        Latencies found = emulator.latencies();
        table.row(
                variant.letter() + ") " + variant.title(),
                rate,
                found.count(),
                found.p50(),
                found.p99(),
                found.p999(),
                found.longest());
    }
}
