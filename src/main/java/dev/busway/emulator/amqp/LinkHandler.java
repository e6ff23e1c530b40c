package dev.busway.emulator.amqp;

import org.apache.qpid.proton.engine.Delivery;

/** What the broker does behind one attached link; called on the engine's thread. */
interface LinkHandler {

    /** The attach has been answered. */
    default void onAttached() {}

    /** A transfer has (partly) arrived, or the client has settled one of ours. */
    void onDelivery(Delivery delivery);

    /** The client has restated its credit. */
    default void onFlow() {}

    /** There is room again in the connection's output after it was full. */
    default void onRoom() {}

    /** The link is gone, by the client's wish, by ours, or with its connection; called once. */
    default void onGone() {}
}
