package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step that blocks like a slow bean until the test opens it. */
final class Gate implements Processor {

    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger entered = new AtomicInteger();

    @Override
    public void process(Exchange exchange) throws Exception {
        entered.incrementAndGet();
        assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();
    }

    void open() {
        open.countDown();
    }

    int entered() {
        return entered.get();
    }
}
