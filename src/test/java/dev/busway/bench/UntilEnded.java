package dev.busway.bench;

import java.util.concurrent.CountDownLatch;

/** Keeps the process of a hand-written loop alive until it is told to end. */
final class UntilEnded {

    private UntilEnded() {}

    static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
