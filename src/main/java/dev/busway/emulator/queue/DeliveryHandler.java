package dev.busway.emulator.queue;

/**
 * What a receiver's owner is told; calls come on the engine's thread, also from inside the owner's own calls on the
 * engine, and may call the engine again.
 */
public interface DeliveryHandler {

    /** One message; has used up one credit. */
    void deliver(Delivery delivery);

    /** The credit drain is over: nothing more comes and the credit is 0. */
    void drained();

    /** The engine has ended this receiver: its session lock is lost or its entity was deleted. */
    void closed(Refusal reason);
}
