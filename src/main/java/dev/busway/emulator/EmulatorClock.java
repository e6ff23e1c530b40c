package dev.busway.emulator;

import dev.busway.emulator.amqp.EngineLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The emulator's time: locks, session locks, time to live, schedules, duplicate windows, transactions and idle
 * time-outs all follow it. It runs with real time unless {@link EmulatorOptions#standingTime} is set.
 *
 * <p>May be used from any thread but the emulator's own.
 */
public final class EmulatorClock {

    private final EngineLoop loop;
    private final LoopCalls calls;

    EmulatorClock(EngineLoop loop, LoopCalls calls) {
        this.loop = loop;
        this.calls = calls;
    }

    public Instant now() {
        return calls.call(() -> Instant.ofEpochMilli(loop.time().now()));
    }

    /**
     * Moves time on; when this returns everything that became due has happened, each thing at its own time and in
     * order. What clients have to be told is on its way to them.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public void advance(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration must not be negative: " + duration);
        }
        calls.run(() -> loop.advance(duration));
    }
}
