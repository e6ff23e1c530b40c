package dev.busway.patterns;

import dev.busway.apps.UnrecoverableMessageException;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The step after the construct: it does nothing, fails, or holds its message until it is let go. */
final class Then implements Processor {

    private final CountDownLatch open = new CountDownLatch(1);

    private volatile boolean failing;
    private volatile boolean holding;

    void failFromNowOn(boolean fail) {
        failing = fail;
    }

    void holdFromNowOn() {
        holding = true;
    }

    void letGo() {
        open.countDown();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        if (holding) {
            open.await();
        }
        if (failing) {
            throw new UnrecoverableMessageException("as the test asks for");
        }
    }
}
