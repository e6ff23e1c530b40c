package dev.busway.servicebus.redelivery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes the place of the scheduler on which Camel's error handlers wait for the next try.
 *
 * <p>Camel's own runs the next try on its few scheduler threads, where one blocking bean holds up every other waiting
 * message. Ours hands the tries of messages from our consumer back to the workers of their app, and lets a drain end the
 * waiting; what belongs to other consumers goes to Camel's scheduler as before.
 */
public final class RedeliveryScheduler implements ScheduledExecutorService {

    private final ScheduledExecutorService others;

    public RedeliveryScheduler(ScheduledExecutorService others) {
        this.others = Objects.requireNonNull(others, "others");
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Retryable message = CurrentWork.get();
        return message == null || !message.isRouteRunning()
                ? others.schedule(task, delay, unit)
                : message.backOff(task, Duration.ofNanos(unit.toNanos(delay)));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return others.schedule(task, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        return others.scheduleAtFixedRate(task, first, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        return others.scheduleWithFixedDelay(task, first, delay, unit);
    }

    @Override
    public void execute(Runnable task) {
        others.execute(task);
    }

    @Override
    public void shutdown() {
        others.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return others.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return others.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return others.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return others.awaitTermination(timeout, unit);
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return others.submit(task);
    }

    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        return others.submit(task, result);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return others.submit(task);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return others.invokeAll(tasks);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return others.invokeAll(tasks, timeout, unit);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return others.invokeAny(tasks);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return others.invokeAny(tasks, timeout, unit);
    }
}
