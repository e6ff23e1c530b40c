package dev.busway.emulator.queue;

import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Time that stands still until somebody moves it.
 *
 * <p>A driver of real time calls {@link #advanceTo} with the wall clock (plus whatever a test has skipped) before each
 * call on the engine and when {@link #nextDue} is reached.
 */
public final class ManualTime implements Time {

    private final TreeSet<Waiting> waiting = new TreeSet<>();
    private long now;
    private long lastNumber;

    public ManualTime(long startEpochMillis) {
        this.now = startEpochMillis;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Alarm at(long epochMillis, Runnable task) {
        Objects.requireNonNull(task, "task");
        Waiting entry = new Waiting(epochMillis, ++lastNumber, task);
        waiting.add(entry);
        return () -> waiting.remove(entry);
    }

    /** When the earliest waiting task is due, in epoch milliseconds. */
    public OptionalLong nextDue() {
        return waiting.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(waiting.first().at());
    }

    /** As {@link #advanceTo} {@code now() + duration}. */
    public void advance(Duration duration) {
        advanceTo(now + duration.toMillis());
    }

    /**
     * Moves time on and runs every task that becomes due, each at its own time and in order, those included that the
     * tasks themselves add. A time in the past moves nothing.
     */
    public void advanceTo(long epochMillis) {
        long target = Math.max(now, epochMillis);
        while (!waiting.isEmpty() && waiting.first().at() <= target) {
            Waiting due = waiting.pollFirst();
            now = Math.max(now, due.at());
            due.task().run();
        }
        now = Math.max(now, target);
    }

    private record Waiting(long at, long number, Runnable task) implements Comparable<Waiting> {

        private static final Comparator<Waiting> ORDER =
                Comparator.comparingLong(Waiting::at).thenComparingLong(Waiting::number);

        @Override
        public int compareTo(Waiting other) {
            return ORDER.compare(this, other);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Waiting w && w.number == number;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }
}
