package dev.busway.servicebus;

import java.time.Instant;

/**
 * The last thing that went wrong in an app; never holds a message body or a secret.
 *
 * @param at when it happened
 * @param kind the kind of failure in one word, such as {@code MalformedJson} or {@code LockLost}
 * @param message what went wrong and where, in one line
 */
public record Problem(Instant at, String kind, String message) {}
