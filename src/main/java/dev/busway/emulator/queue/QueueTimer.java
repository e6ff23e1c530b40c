package dev.busway.emulator.queue;

/** The one timer of a queue: it is set for the earliest of many times, and rings early rather than being reset. */
final class QueueTimer {

    private final Time time;
    private final Runnable task;
    private Time.Alarm alarm;
    private long setFor = Long.MAX_VALUE;

    QueueTimer(Time time, Runnable task) {
        this.time = time;
        this.task = task;
    }

    /** Makes sure that the task runs at this time or before. */
    void wakeAt(long epochMillis) {
        if (epochMillis >= setFor) {
            return;
        }
        cancel();
        setFor = epochMillis;
        alarm = time.at(epochMillis, this::ring);
    }

    /** Whether the task should have run by now. */
    boolean isDue() {
        return setFor <= time.now();
    }

    void cancel() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        setFor = Long.MAX_VALUE;
    }

    private void ring() {
        alarm = null;
        setFor = Long.MAX_VALUE;
        task.run();
    }
}
