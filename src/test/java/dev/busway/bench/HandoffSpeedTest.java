package dev.busway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lost batch path is noticed here, not by an operator. All variants run at once, each on its own queues, at a latency
 * that leaves the processor idle; so the ratios are steady on a busy machine. The bounds are half of the goals.
 */
final class HandoffSpeedTest {

    private static final Duration LATENCY = Duration.ofMillis(200);
    private static final Duration START = Duration.ofSeconds(40);
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration WINDOW = Duration.ofSeconds(6);
    private static final double LEAST_ATOMIC = 4;
    private static final double LEAST_AT_LEAST_ONCE = 5;
    private static final int BACKLOG = 10_000;

    @TempDir
    Path directory;

    @Test
    void bothHandoffsAreFasterThanTheHandWrittenLoopByHalfOfTheGoal() {
        BenchSettings settings = BenchSettings.ofThisProcess(directory);
        Map<Variant, VariantProcess> running = new EnumMap<>(Variant.class);
        try (EmulatorProcess emulator = EmulatorProcess.start(settings, List.of("-Xmx1g"))) {
            try {
                for (Variant variant : List.of(Variant.A, Variant.D, Variant.E)) {
                    running.put(variant, start(variant, emulator, settings));
                }
                running.values().forEach(process -> process.awaitFirstOutput(START));
                emulator.latency(LATENCY);
                Pause.of(WARM_UP);
                Map<Variant, Double> perSecond = measure(running);

                assertThat(perSecond.get(Variant.E) / perSecond.get(Variant.A))
                        .as("atomic to hand-written: %s", perSecond)
                        .isGreaterThan(LEAST_ATOMIC);
                assertThat(perSecond.get(Variant.D) / perSecond.get(Variant.A))
                        .as("at-least-once to hand-written: %s", perSecond)
                        .isGreaterThan(LEAST_AT_LEAST_ONCE);
            } finally {
                running.values().forEach(VariantProcess::close);
            }
        }
    }

    private static VariantProcess start(Variant variant, EmulatorProcess emulator, BenchSettings settings) {
        Queues queues = new Queues(emulator.connectionString(), "in-" + variant.letter(), "out-" + variant.letter());
        emulator.fill(queues.input(), BACKLOG, 1024);
        return VariantProcess.start(variant, emulator, queues, settings);
    }

    private static Map<Variant, Double> measure(Map<Variant, VariantProcess> running) {
        Map<Variant, CompletableFuture<Throughput>> windows = new EnumMap<>(Variant.class);
        running.forEach((variant, process) ->
                windows.put(variant, CompletableFuture.supplyAsync(() -> process.measure(WINDOW), task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    thread.start();
                })));
        Map<Variant, Double> perSecond = new EnumMap<>(Variant.class);
        windows.forEach(
                (variant, window) -> perSecond.put(variant, window.join().perSecond()));
        return perSecond;
    }
}
