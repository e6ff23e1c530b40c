package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Passes tasks on in order, each as late as the latency asks for; with none, and none waiting, at once. */
final class DelayLine {

    private final Time time;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Time.Alarm alarm;

    DelayLine(Time time) {
        this.time = time;
    }

    private record Waiting(long due, Runnable task) {}

    void pass(Duration latency, Runnable task) {
        if (latency.isZero() && waiting.isEmpty()) {
            task.run();
            return;
        }
        long due = time.now() + latency.toMillis();
        if (!waiting.isEmpty()) {
            due = Math.max(due, waiting.peekLast().due());
        }
        waiting.add(new Waiting(due, task));
        if (waiting.size() == 1) {
            alarm = time.at(due, this::run);
        }
    }

    private void run() {
        while (!waiting.isEmpty() && waiting.peekFirst().due() <= time.now()) {
            waiting.pollFirst().task().run();
        }
        if (!waiting.isEmpty()) {
            alarm = time.at(waiting.peekFirst().due(), this::run);
        }
    }

    void close() {
        waiting.clear();
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
