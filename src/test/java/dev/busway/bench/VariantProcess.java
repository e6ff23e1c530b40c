package dev.busway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One variant that carries messages between two queues, in a process of its own. */
final class VariantProcess implements AutoCloseable {

    /** The same heap for every variant, so that none wins by memory. */
    private static final String HEAP = "-Xmx512m";

    /** Messages in flight in the variants that host the route on ours; waiting for the broker, they hold no thread. */
    private static final int CONCURRENCY = Integer.getInteger("bench.concurrency", 512);

    private final ChildJvm jvm;
    private final EmulatorProcess emulator;
    private final Queues queues;

    private VariantProcess(ChildJvm jvm, EmulatorProcess emulator, Queues queues) {
        this.jvm = jvm;
        this.emulator = emulator;
        this.queues = queues;
    }

    static VariantProcess start(Variant variant, EmulatorProcess emulator, Queues queues, BenchSettings settings) {
        return start(variant, emulator, queues, settings, Map.of());
    }

    /** Starts one with more environment and with options that go before those of its own. */
    static VariantProcess start(
            Variant variant,
            EmulatorProcess emulator,
            Queues queues,
            BenchSettings settings,
            Map<String, String> moreEnvironment,
            String... moreOptions) {
        List<String> arguments = new ArrayList<>();
        arguments.add(HEAP);
        arguments.addAll(List.of(moreOptions));
        arguments.addAll(variant.options());
        if (settings.recorded()) {
            arguments.add("-XX:StartFlightRecording:settings=profile,filename="
                    + settings.workDirectory().resolve(variant.letter() + ".jfr"));
        }
        arguments.addAll(List.of("-cp", variant.classPath(settings), Supervised.class.getName(), variant.mainClass()));
        Map<String, String> environment = new HashMap<>(queues.toEnvironment());
        environment.put("BUSWAY_APPS", "feedback-form");
        environment.put("FEEDBACK_FORM_CONCURRENCY", Integer.toString(CONCURRENCY));
        environment.put("PORT", Integer.toString(FreePort.find()));
        environment.putAll(moreEnvironment);
        ChildJvm jvm = ChildJvm.start(
                "variant-" + variant.letter(), settings.javaHome(), arguments, environment, settings.workDirectory());
        return new VariantProcess(jvm, emulator, queues);
    }

    /** Waits until the first output is there. */
    void awaitFirstOutput(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        while (emulator.count(queues.output()) == 0) {
            if (System.nanoTime() > until || !jvm.isAlive()) {
                throw new IllegalStateException("no output in " + atMost.toSeconds() + " s; see the variant's log");
            }
            Pause.of(Duration.ofMillis(100));
        }
    }

    /** Counts outputs over the window, or until the backlog is used up. */
    Throughput measure(Duration window) {
        long allocated = allocated();
        Duration cpu = jvm.cpu();
        Duration emulatorCpu = emulator.cpu();
        long outputs = emulator.count(queues.output());
        long from = System.nanoTime();
        while (System.nanoTime() - from < window.toNanos() && emulator.count(queues.input()) > 0) {
            Pause.of(Duration.ofMillis(100));
        }
        long time = System.nanoTime() - from;
        return new Throughput(
                emulator.count(queues.output()) - outputs,
                Duration.ofNanos(time),
                jvm.cpu().minus(cpu),
                emulator.cpu().minus(emulatorCpu),
                allocated() - allocated);
    }

    long allocated() {
        return Long.parseLong(jvm.ask("allocated"));
    }

    long heapBytes() {
        return Long.parseLong(jvm.ask("heap"));
    }

    ChildJvm jvm() {
        return jvm;
    }

    @Override
    public void close() {
        jvm.close();
    }
}
