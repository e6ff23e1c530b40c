package dev.busway.servicebus;

import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.spi.Synchronization;

/** The unit of work of one input, which ends when the message is settled; it knows whether anybody wants to hear of that. */
final class MessageUnit extends DefaultUnitOfWork {

    private volatile boolean watched;

    MessageUnit(Exchange exchange) {
        super(exchange);
    }

    @Override
    public void addSynchronization(Synchronization synchronization) {
        watched = true;
        super.addSynchronization(synchronization);
    }

    /** Whether its end runs code of a route, which may block. */
    boolean isWatched() {
        return watched;
    }
}
