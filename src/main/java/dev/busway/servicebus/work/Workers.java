package dev.busway.servicebus.work;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which one app's beans run and may block: a virtual thread per task where the JDK has them, else a pool of
 * at most as many threads as the app may have messages in work.
 */
public final class Workers implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 30;

    private final ThreadFactory virtual;
    private final ThreadPoolExecutor pool;

    private Workers(ThreadFactory virtual, ThreadPoolExecutor pool) {
        this.virtual = virtual;
        this.pool = pool;
    }

    /** Workers called {@code <app>-<number>}; {@code size} bounds the pool and means nothing to virtual threads. */
    public static Workers forApp(String app, int size) {
        return VirtualThreads.factory(app + "-")
                .map(factory -> new Workers(factory, null))
                .orElseGet(() -> new Workers(null, pool(app, size)));
    }

    private static ThreadPoolExecutor pool(String app, int size) {
        AtomicLong number = new AtomicLong();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, app + "-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
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
    public synchronized void resize(int size) {
        if (pool == null || size == pool.getMaximumPoolSize()) {
            return;
        }
        if (size > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(size);
            pool.setCorePoolSize(size);
        } else {
            pool.setCorePoolSize(size);
            pool.setMaximumPoolSize(size);
        }
    }

    /** Takes no more tasks; those given before still run. */
    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }
}
