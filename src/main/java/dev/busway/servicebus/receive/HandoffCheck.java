package dev.busway.servicebus.receive;

import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.handoff.Handoff;
import dev.busway.servicebus.handoff.RetryPace;
import java.time.Duration;

/**
 * Asks before the first message is taken whether outputs can be handed off as the route wants, and goes on asking until they
 * can. Owned by the pump's serial.
 */
final class HandoffCheck {

    private static final RetryPace PACE = new RetryPace(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final Pump pump;
    private final Handoff handoff;
    private boolean passed;
    private boolean asking;
    private int failures;

    HandoffCheck(Pump pump, Handoff handoff) {
        this.pump = pump;
        this.handoff = handoff;
    }

    boolean hasPassed() {
        return passed;
    }

    /** Asks, unless it is certain or being asked already. */
    void begin() {
        if (!passed && !asking) {
            asking = true;
            ask();
        }
    }

    private void ask() {
        handoff.check()
                .subscribe(
                        nothing -> {},
                        error -> pump.serially(() -> failed(error)),
                        () -> pump.serially(this::succeeded));
    }

    private void succeeded() {
        asking = false;
        passed = true;
        pump.watch().usable();
        pump.demand();
    }

    private void failed(Throwable error) {
        if (pump.isStopped()) {
            asking = false;
            return;
        }
        FailureKind kind = FailureKind.of(error);
        if (kind == FailureKind.REFUSED || kind == FailureKind.ENTITY) {
            pump.watch()
                    .unusable("no transactions here (" + FailureKind.describe(error)
                            + "): set handoff=at-least-once for this app, or use a Standard or Premium namespace");
        }
        pump.after(PACE.before(failures++), () -> pump.serially(this::ask));
    }
}
