package dev.busway.routetest;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Counts the tries in the process after the first. */
final class RetryCount extends EventNotifierSupport {

    private final AtomicInteger retries = new AtomicInteger();

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.ExchangeRedeliveryEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        retries.incrementAndGet();
    }

    /** Gives the count and begins at 0 again. */
    int take() {
        return retries.getAndSet(0);
    }
}
