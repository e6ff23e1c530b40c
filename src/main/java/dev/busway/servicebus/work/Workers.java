package dev.busway.servicebus.work;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * The threads on which one app's beans run and may block: a virtual thread per task where the JDK has them, else a pool that
 * has as many threads as the beans need, at most one for each message that may be in work.
 */
public final class Workers implements Executor, AutoCloseable {

    /** Enough to keep the processors busy beside the threads of the SDK. */
    private static final int FEW = 1 + Runtime.getRuntime().availableProcessors();

    private final ThreadFactory virtual;
    private final WorkerPool pool;

    private Workers(ThreadFactory virtual, WorkerPool pool) {
        this.virtual = virtual;
        this.pool = pool;
    }

    /** Workers called {@code <app>-<number>}; {@code size} bounds the pool and means nothing to virtual threads. */
    public static Workers forApp(String app, int size, ScheduledExecutorService timer) {
        String prefix = app + "-";
        return VirtualThreads.factory(prefix)
                .map(factory -> new Workers(factory, null))
                .orElseGet(() -> new Workers(
                        null,
                        new WorkerPool(
                                prefix,
                                Math.min(FEW, size),
                                size,
                                WorkerPool.Pace.STANDARD,
                                Processors.SHARED,
                                timer)));
    }

    @Override
    public void execute(Runnable task) {
        if (virtual != null) {
            virtual.newThread(task).start();
        } else {
            pool.execute(task);
        }
    }

    /** Changes the bound of the pool; tasks that run are left alone. */
    public void resize(int size) {
        if (pool != null) {
            pool.resize(size);
        }
    }

    /** Takes no more tasks; those given before still run. */
    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
