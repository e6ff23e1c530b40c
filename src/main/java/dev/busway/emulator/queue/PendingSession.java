package dev.busway.emulator.queue;

import java.util.function.Consumer;

/** Somebody who waits for the next available session. */
final class PendingSession implements SessionRequest {

    private final Sessions sessions;
    private final long deadline;
    private final long number;
    private final long timeoutMillis;
    private final ReceiveMode mode;
    private final DeliveryHandler handler;
    private final Consumer<Result<Receiver>> answer;

    PendingSession(
            Sessions sessions,
            long deadline,
            long number,
            long timeoutMillis,
            ReceiveMode mode,
            DeliveryHandler handler,
            Consumer<Result<Receiver>> answer) {
        this.sessions = sessions;
        this.deadline = deadline;
        this.number = number;
        this.timeoutMillis = timeoutMillis;
        this.mode = mode;
        this.handler = handler;
        this.answer = answer;
    }

    long deadline() {
        return deadline;
    }

    long number() {
        return number;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    ReceiveMode mode() {
        return mode;
    }

    DeliveryHandler handler() {
        return handler;
    }

    void answer(Result<Receiver> result) {
        answer.accept(result);
    }

    @Override
    public void cancel() {
        sessions.cancel(this);
    }
}
