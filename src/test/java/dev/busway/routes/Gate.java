package dev.busway.routes;

import java.util.concurrent.CountDownLatch;

/** A processor that holds its message until a test lets it go. */
public final class Gate {

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    public String hold(String body) throws InterruptedException {
        arrived.countDown();
        open.await();
        return body;
    }

    void awaitArrival() throws InterruptedException {
        arrived.await();
    }

    void open() {
        open.countDown();
    }
}
