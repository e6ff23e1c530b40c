package dev.busway.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The embedded Service Bus in a process of its own, with what a benchmark asks of it. */
final class EmulatorProcess implements AutoCloseable {

    private final ChildJvm jvm;
    private final String connectionString;

    private EmulatorProcess(ChildJvm jvm, String connectionString) {
        this.jvm = jvm;
        this.connectionString = connectionString;
    }

    /** Starts one with room for a million messages, and with few collections in between. */
    static EmulatorProcess start(BenchSettings settings) {
        return start(settings, List.of("-Xms6g", "-Xmx6g", "-Xmn2g", "-XX:+UseParallelGC"));
    }

    static EmulatorProcess start(BenchSettings settings, List<String> options) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-cp", settings.benchClasses(), EmulatorServer.class.getName()));
        ChildJvm jvm = ChildJvm.start(
                "emulator", Path.of(System.getProperty("java.home")), arguments, Map.of(), settings.workDirectory());
        return new EmulatorProcess(jvm, jvm.awaitAnswer());
    }

    String connectionString() {
        return connectionString;
    }

    /** Adds so much time to every answer and every delivery of the emulator. */
    void latency(Duration added) {
        jvm.ask("latency " + added.toMillis());
    }

    /** Puts feedback forms into the queue until it holds so many. */
    void fill(String queue, long messages, int bytes) {
        jvm.ask("fill " + queue + " " + messages + " " + bytes);
    }

    /** Messages of the queue that could be delivered now. */
    long count(String queue) {
        return Long.parseLong(jvm.ask("count " + queue));
    }

    /** Deletes what the queue holds. */
    void clear(String queue) {
        jvm.ask("clear " + queue);
    }

    /** Enqueues so many messages per second, for so long, whatever happens to them; returns at once. */
    void load(String queue, double perSecond, Duration time, int bytes) {
        jvm.ask("load " + queue + " " + perSecond + " " + time.toMillis() + " " + bytes);
    }

    /** Begins to measure from the enqueuing in one queue to that of the output in another. */
    void watch(Queues queues) {
        jvm.ask("watch " + queues.input() + " " + queues.output());
    }

    Latencies latencies() {
        return Latencies.parse(jvm.ask("latencies"));
    }

    /** Messages of the queue that a receiver holds. */
    long locked(String queue) {
        return Long.parseLong(jvm.ask("locked " + queue));
    }

    Duration cpu() {
        return jvm.cpu();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
