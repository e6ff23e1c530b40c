package dev.busway.servicebus.handoff;

import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Brings outputs and the completion of their input to the broker. */
public interface Handoff {

    /**
     * Takes one input with its outputs, of which there may be none. Returns at once; may be called on any thread.
     *
     * @param done is called once, on some thread, with how it ended
     */
    void offer(LockedMessage input, List<Output> outputs, Consumer<Outcome> done);

    /** What may be taken from the input, as far as it can be handed off. */
    Intake intake();

    /** Fails when the namespace does not offer what this handoff needs, or cannot be asked. */
    default Mono<Void> check() {
        return Mono.empty();
    }

    /**
     * Keeps the broker from closing what this handoff has not used for a while; to be subscribed to every minute or
     * more often. Never fails because of the broker.
     *
     * @param now by {@link System#nanoTime}
     */
    default Mono<Void> keepAlive(long now) {
        return Mono.empty();
    }

    /** The connection, or a link on it, has gone: what was prepared on it is of no use any more. */
    default void connectionLost() {}
}
