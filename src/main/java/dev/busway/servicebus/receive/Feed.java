package dev.busway.servicebus.receive;

import java.util.function.Consumer;

/** The route that a pump feeds. */
public interface Feed {

    /**
     * Runs the route on one message; called on a worker. {@code done} is called once, on any thread, when the route has
     * ended and nothing has been settled yet.
     */
    void process(Delivery delivery, Consumer<Decision> done);

    /** Runs a step of the route on the current thread, with what its log lines need to name the message. */
    void inContext(Delivery delivery, Runnable step);
}
