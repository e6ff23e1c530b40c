package dev.busway.servicebus;

/** What an app is doing with its input queue right now. */
public enum AppState {
    /** Started, and no link to the input has been confirmed yet. */
    CONNECTING,
    /** The link to the input is open and may deliver. */
    RECEIVING,
    /** Connected, but asks for no messages: paused by an operator or after consecutive failures (the detail says which). */
    PAUSED,
    /** Stopping or suspending: takes nothing new, finishes and settles what runs. */
    DRAINING,
    /** Not started, stopped or suspended. */
    STOPPED,
    /** Connected, but holds a message that nothing works on and nothing waits for: the detail names it. */
    STUCK,
    /** Connected, but an output takes nothing: full, disabled, missing, not allowed. The detail says which and why. */
    OUTPUT_DOWN,
    /** Connected, but the namespace asks for fewer requests, so next to nothing is sent until that eases. */
    THROTTLED,
    /** Should receive and cannot: the detail says since when and why; it keeps trying by itself. */
    DISCONNECTED
}
