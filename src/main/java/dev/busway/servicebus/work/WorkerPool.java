package dev.busway.servicebus.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Platform threads for tasks of which nobody knows whether they block: a few, as many as keep the processors busy, and more
 * while those are held up. So the pool watches how long its tasks hold a thread, and how much of that they compute;
 * {@link Sizing} decides.
 *
 * <ol>
 *   <li>Tasks start in the order in which they came. None waits for a thread while fewer than {@code few} run.
 *   <li>The pool has between {@code few} and {@code most} threads, fewer only when idle.
 *   <li>It looks at itself every {@link Pace#look()}, and changes its size at most once a look. It goes back to {@code few}
 *       when it has not needed more for {@link Pace#calm()}.
 *   <li>Looks and changes of the bound take turns, guarded by this; nothing else takes that lock.
 *   <li>{@code looking} is true while a look is scheduled; without waiting tasks and additional threads there is none.
 *   <li>What tasks compute is measured on one of {@value #SAMPLE}, by the thread that runs it.
 * </ol>
 */
final class WorkerPool implements Executor, AutoCloseable {

    /** Asking for a thread's processor time takes a call of the system. */
    private static final int SAMPLE = 16;

    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    /** Where it cannot be told, every task counts as one that waits, and the pool never takes a thread back for it. */
    private static final boolean CAN_MEASURE = CLOCK.isCurrentThreadCpuTimeSupported();

    private final ScheduledExecutorService timer;
    private final Processors processors;
    private final ThreadPoolExecutor threads;
    private final int few;
    private final Pace pace;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicInteger taken = new AtomicInteger();
    private final LongAdder samples = new LongAdder();
    private final LongAdder computed = new LongAdder();
    private volatile int most;

    // Written by one look after the other.
    private volatile long finished;
    private volatile long lastFinished;
    private volatile long lastNeeded;
    private volatile long computedPerTask;

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
    WorkerPool(String namePrefix, int few, int most, Pace pace, Processors processors, ScheduledExecutorService timer) {
        AtomicLong number = new AtomicLong();
        this.timer = timer;
        this.processors = processors;
        this.few = few;
        this.most = Math.max(few, most);
        this.pace = pace;
        this.threads = new ThreadPoolExecutor(
                few, few, pace.idle().toNanos(), TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(() -> counted(task), namePrefix + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    private void counted(Runnable worker) {
        processors.workers(1);
        try {
            worker.run();
        } finally {
            processors.workers(-1);
        }
    }

    @Override
    public void execute(Runnable task) {
        boolean sample = CAN_MEASURE && taken.getAndIncrement() % SAMPLE == 0;
        threads.execute(sample ? () -> measured(task) : task);
        if (!threads.getQueue().isEmpty()) {
            lookLater();
        }
    }

    private void measured(Runnable task) {
        long before = CLOCK.getCurrentThreadCpuTime();
        try {
            task.run();
        } finally {
            computed.add(CLOCK.getCurrentThreadCpuTime() - before);
            samples.increment();
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
            lastFinished = System.nanoTime();
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
        int size = threads.getMaximumPoolSize();
        int waiting = threads.getQueue().size();
        long held = held(size, now);
        size(new Sizing(few, most, pace.brief().toNanos())
                .next(new Sizing.Seen(
                        size, waiting, held, computed(), processors.load(), processors.workersForEach())));
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

    /** For how long a task held its thread since the look that last saw one finished; if none has, at least so long. */
    private long held(int size, long now) {
        long done = threads.getCompletedTaskCount();
        long held = size * (now - lastFinished) / Math.max(1, done - finished);
        if (done > finished) {
            finished = done;
            lastFinished = now;
        }
        return held;
    }

    /** What a task computes, smoothed; 0 until one has been measured. */
    private long computed() {
        long count = samples.sumThenReset();
        if (count > 0) {
            long fresh = computed.sumThenReset() / count;
            computedPerTask = computedPerTask == 0 ? fresh : (3 * computedPerTask + fresh) / 4;
        }
        return computedPerTask;
    }

    private void size(int size) {
        // Never more core threads than threads at all, at no moment.
        if (size > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(size);
            threads.setCorePoolSize(size);
        } else if (size < threads.getMaximumPoolSize()) {
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
