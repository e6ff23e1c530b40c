package dev.busway.servicebus.work;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/**
 * The processors that all workers of this virtual machine share, and how busy they are. Safe for any thread.
 */
final class Processors {

    /** Those that this virtual machine may use; in a container, as far as the container may. */
    static final Processors SHARED = shared();

    /** The system's counters tick every 10 ms; a shorter time tells nothing. */
    private static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int count;
    private final DoubleSupplier measured;
    private final AtomicInteger workers = new AtomicInteger();
    private double load;
    private long measuredAt = System.nanoTime() - STALE_NANOS;

    /**
     * Some processors.
     *
     * @param measured how busy they have been since it was asked last, from 0 to 1; negative or NaN when unknown
     */
    Processors(int count, DoubleSupplier measured) {
        this.count = count;
        this.measured = measured;
    }

    private static Processors shared() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Processors(
                Runtime.getRuntime().availableProcessors(), system == null ? () -> -1 : system::getCpuLoad);
    }

    /** How busy they were lately, from 0 to 1; 0 when that cannot be known. */
    synchronized double load() {
        long now = System.nanoTime();
        if (now - measuredAt >= STALE_NANOS) {
            measuredAt = now;
            double fresh = measured.getAsDouble();
            load = fresh >= 0 ? fresh : 0;
        }
        return load;
    }

    /** Tells that a pool has so many threads more, or fewer. */
    void workers(int more) {
        workers.addAndGet(more);
    }

    /** How many workers there are for one processor, idle ones included. */
    double workersForEach() {
        return (double) workers.get() / count;
    }
}
