package dev.busway.servicebus.handoff;

/** Messages outside of a handoff were not sent; the text says where to and why, in the broker's words. */
public final class SendFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SendFailed(String text) {
        super(text);
    }
}
