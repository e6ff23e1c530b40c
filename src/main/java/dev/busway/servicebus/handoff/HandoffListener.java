package dev.busway.servicebus.handoff;

/** Hears how the handoffs of an app go. Called on the threads that move the messages: returns at once and does not throw. */
public interface HandoffListener {

    /** So many inputs went to the broker together. */
    void handedOff(int inputs);

    /** Outputs or completions fail, for a reason that is not the fault of one message. */
    void trouble(String kind, String message);

    /** One line for the log: what failed works again. */
    void changed(String what);
}
