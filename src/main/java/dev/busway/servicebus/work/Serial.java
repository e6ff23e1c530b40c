package dev.busway.servicebus.work;

import dev.busway.servicebus.failure.TraceOnly;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time in the order in which they came, without a thread of its own: whoever finds it idle works off
 * the queue. What is touched only inside one {@code Serial} needs no lock.
 *
 * <ol>
 *   <li>At most one task runs at any time; each sees all that earlier ones wrote.
 *   <li>A task given while another runs, by whatever thread, runs after it, so a task may give further tasks.
 *   <li>A task that throws is logged and does not stop the ones behind it.
 * </ol>
 */
public final class Serial implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(Serial.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            do {
                runOne();
            } while (waiting.decrementAndGet() > 0);
        }
    }

    private void runOne() {
        try {
            tasks.remove().run();
        } catch (Throwable failure) {
            OutOfMemory.check(failure);
            LOG.error("A step of the consumer failed; the steps behind it run", TraceOnly.of(failure));
        }
    }
}
