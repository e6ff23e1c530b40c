package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.ManualTime;
import dev.busway.emulator.queue.Time;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the engine, and the time that runs on it.
 *
 * <ol>
 *   <li>The engine, all connections and {@link #time} are touched on this thread only.
 *   <li>Every turn of the loop starts with {@link #enter}: what has become due happens before anything that arrives.
 *   <li>At most one Vert.x timer is armed: for the earliest task that waits.
 * </ol>
 */
public final class EngineLoop {

    private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);
    private static final long NOT_ARMED = Long.MAX_VALUE;

    private final Vertx vertx;
    private final Context context;
    private final LongSupplier wallClock;
    private final boolean running;
    private final ManualTime time;

    // Confined to the loop's thread.
    private long skipped;
    private long armedFor = NOT_ARMED;
    private long timer;

    /**
     * Made once per emulator.
     *
     * @param wallClock epoch milliseconds
     * @param running false: time stands still but for {@link #advance}
     */
    public EngineLoop(Vertx vertx, Context context, LongSupplier wallClock, boolean running) {
        this.vertx = vertx;
        this.context = context;
        this.wallClock = wallClock;
        this.running = running;
        this.time = new ManualTime(wallClock.getAsLong());
    }

    public Time time() {
        return time;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Runs a task on the loop's thread, after what is running there now. */
    public void execute(Runnable task) {
        context.runOnContext(ignored -> {
            enter();
            task.run();
            leave();
        });
    }

    /** Runs everything that is due. */
    void enter() {
        if (running) {
            try {
                time.advanceTo(wallClock.getAsLong() + skipped);
            } catch (RuntimeException e) {
                // A bug; what arrives in this turn must be looked at all the same, or its connection hangs.
                LOG.error("A task of the emulator failed", e);
            }
        }
    }

    /** Makes sure that the loop wakes when the next task is due. */
    void leave() {
        if (!running) {
            return;
        }
        OptionalLong due = time.nextDue();
        if (due.isPresent() && due.getAsLong() < armedFor) {
            arm(due.getAsLong());
        }
    }

    private void arm(long due) {
        if (armedFor != NOT_ARMED) {
            vertx.cancelTimer(timer);
        }
        armedFor = due;
        timer = vertx.setTimer(Math.max(1, due - time.now()), ignored -> {
            armedFor = NOT_ARMED;
            enter();
            leave();
        });
    }

    /** Moves time on at once; everything that becomes due has happened when this returns. On the loop's thread. */
    public void advance(Duration duration) {
        enter();
        skipped += duration.toMillis();
        time.advance(duration);
    }
}
