package dev.busway.servicebus.work;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Platform threads for tasks of which nobody knows whether they block: a few, as many as keep the processors busy, and more
 * while those are held up. More threads than processors make short tasks slower, fewer threads than tasks make blocking ones
 * slower; so the pool watches how long its tasks hold a thread.
 *
 * <ol>
 *   <li>Tasks start in the order in which they came. None waits for a thread while fewer than {@code few} run.
 *   <li>The pool has between {@code few} and {@code most} threads, fewer only when idle.
 *   <li>It looks at itself every {@link Pace#look()}. It grows, at most to the double, while tasks wait and each held its
 *       thread for longer than {@link Pace#brief()} on average; it goes back to {@code few} when it has not needed more for
 *       {@link Pace#calm()}.
 *   <li>Looks and changes of the bound take turns, guarded by this; nothing else takes that lock.
 *   <li>{@code looking} is true while a look is scheduled; without waiting tasks and additional threads there is none.
 * </ol>
 */
final class WorkerPool implements Executor, AutoCloseable {

    private final ScheduledExecutorService timer;
    private final ThreadPoolExecutor threads;
    private final int few;
    private final Pace pace;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile int most;

    // Written by one look after the other.
    private volatile long finished;
    private volatile long lastLook;
    private volatile long lastNeeded;

    /**
     * How fast it reacts.
     *
     * @param look time between two looks
     * @param brief how long a task may hold its thread without asking for more threads
     * @param calm how long additional threads must have been of no use before the pool gives them up
     * @param idle after how much time without a task a thread ends
     */
    record Pace(Duration look, Duration brief, Duration calm, Duration idle) {
        /** A bean that waits 2 ms for somebody is worth a thread; one that only computes rarely takes that long. */
        static final Pace STANDARD =
                new Pace(Duration.ofMillis(10), Duration.ofMillis(2), Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    /**
     * A pool without threads.
     *
     * @param few threads that it may have whatever its tasks do, at least 1
     * @param most threads that it may have at all
     * @param timer for its looks, which are short
     */
    WorkerPool(String namePrefix, int few, int most, Pace pace, ScheduledExecutorService timer) {
        AtomicLong number = new AtomicLong();
        this.timer = timer;
        this.few = few;
        this.most = Math.max(few, most);
        this.pace = pace;
        this.threads = new ThreadPoolExecutor(
                few, few, pace.idle().toNanos(), TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, namePrefix + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
        if (!threads.getQueue().isEmpty()) {
            lookLater();
        }
    }

    /** Changes the bound; tasks that run are left alone, and a thread too many may still take one task that waits. */
    synchronized void resize(int newMost) {
        most = Math.max(few, newMost);
        if (threads.getMaximumPoolSize() > most) {
            size(most);
        }
    }

    /** How many threads it has now. */
    int size() {
        return threads.getPoolSize();
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true)) {
            finished = threads.getCompletedTaskCount();
            lastLook = System.nanoTime();
            nextLook();
        }
    }

    private void nextLook() {
        Runnable look = this::look;
        try {
            var unused = timer.schedule(look, pace.look().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The component is stopping; the threads that there are work off the rest.
            looking.set(false);
        }
    }

    private synchronized void look() {
        long now = System.nanoTime();
        long done = threads.getCompletedTaskCount();
        int size = threads.getMaximumPoolSize();
        int waiting = threads.getQueue().size();
        long held = size * (now - lastLook) / Math.max(1, done - finished);
        finished = done;
        lastLook = now;
        if (waiting > 0 && held > pace.brief().toNanos() && size < most) {
            size(Math.min(most, size + Math.min(size, waiting)));
        }
        if (waiting > 0 || threads.getActiveCount() > few) {
            lastNeeded = now;
        } else if (size > few && now - lastNeeded > pace.calm().toNanos()) {
            size(few);
        }
        if (waiting > 0 || threads.getMaximumPoolSize() > few) {
            nextLook();
        } else {
            looking.set(false);
            if (!threads.getQueue().isEmpty()) {
                lookLater();
            }
        }
    }

    private void size(int size) {
        // Never more core threads than threads at all, at no moment.
        if (size > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(size);
            threads.setCorePoolSize(size);
        } else {
            threads.setCorePoolSize(size);
            threads.setMaximumPoolSize(size);
        }
    }

    /** Takes no more tasks; those given before still run. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
