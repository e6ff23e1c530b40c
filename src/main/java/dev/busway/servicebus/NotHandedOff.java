package dev.busway.servicebus;

/** The route was right, and the message did not end as the route wanted; what hears of the end of its unit of work gets this. */
final class NotHandedOff extends Exception {

    private static final long serialVersionUID = 1L;

    NotHandedOff(String how) {
        super(how, null, false, false);
    }
}
