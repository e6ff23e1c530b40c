package dev.busway.servicebus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one app says of itself at one moment.
 *
 * @param app the Camel route id
 * @param input the queue, or topic and subscription, that it receives from
 * @param outputs the queues or topics that it sends to
 * @param state what it is doing
 * @param detail the reason for the state in one line; empty when there is nothing to say
 * @param counts what has happened since the consumer was created
 * @param inFlight messages received and not yet settled
 * @param waitingForRedelivery those in flight that wait for their next try
 * @param lock how long the input locks its messages, as the first one has shown; null before that
 * @param lastMessageAt when the last message was received; null when none was
 * @param lastError the last thing that went wrong; null when nothing did
 */
public record AppReport(
        String app,
        String input,
        List<String> outputs,
        AppState state,
        String detail,
        Counts counts,
        int inFlight,
        int waitingForRedelivery,
        Duration lock,
        Instant lastMessageAt,
        Problem lastError) {

    public AppReport {
        outputs = List.copyOf(outputs);
    }
}
