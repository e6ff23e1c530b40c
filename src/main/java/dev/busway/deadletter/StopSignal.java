package dev.busway.deadletter;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks work that is under way to end after what it has in hand; may be given from any thread, and more than once. */
public final class StopSignal {

    private final CountDownLatch given = new CountDownLatch(1);

    /** Asks for the end; returns at once. */
    public void give() {
        given.countDown();
    }

    /** Whether the end has been asked for. */
    public boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits for the given time, or until the end is asked for. */
    void pause(long nanos) throws InterruptedException {
        if (nanos > 0 && given.await(nanos, TimeUnit.NANOSECONDS)) {
            return;
        }
    }
}
