package dev.busway.servicebus.receive;

import java.time.Duration;

/** Hears what a pump does. Called on the threads that move the messages: returns at once and does not throw. */
public interface PumpListener {

    void received(Delivery delivery);

    /** A try in process has failed and the next one follows after {@code delay}. */
    void backingOff(Delivery delivery, Duration delay);

    /**
     * Our hold on a message has ended.
     *
     * @param kind the kind of failure, or an empty string
     * @param detail why, in one line, or an empty string
     * @param outputs how many messages were sent with it
     */
    void ended(Delivery delivery, Ending ending, String kind, String detail, int outputs);

    void lockRenewed(Delivery delivery, boolean renewed);

    /** Something is wrong that is not the fault of one message. */
    void trouble(String kind, String message);

    /** The pump changed what it does; one line for the log. */
    void changed(String what);
}
