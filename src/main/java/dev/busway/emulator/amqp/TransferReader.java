package dev.busway.emulator.amqp;

import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;

/**
 * Collects the bytes of transfers, which may come in many frames.
 *
 * <p>What is longer than the limit is counted and thrown away as it comes in, so that a client cannot make the broker
 * hold more than one message per link.
 */
final class TransferReader {

    private final Receiver link;
    private final int limit;
    private final Unfinished unfinished;
    private long discarded;
    private long held;
    private boolean refused;

    TransferReader(Receiver link, int limit, Unfinished unfinished) {
        this.link = link;
        this.limit = limit;
        this.unfinished = unfinished;
    }

    /** Whether the transfer has ended; only then it can be taken. */
    boolean isComplete(Delivery delivery) {
        int available = delivery.available();
        refused |= !unfinished.hold(available - held);
        held = available;
        if (refused || available + discarded > limit) {
            discarded += available;
            link.recv();
            release();
        }
        return !delivery.isPartial();
    }

    /** Whether the message was thrown away because too much is unfinished, and not for its own length. */
    boolean refusedForMemory() {
        return refused;
    }

    private void release() {
        unfinished.release(held);
        held = 0;
    }

    /** Forgets what has come of a transfer that will not end. */
    void close() {
        release();
    }

    /** How long the message is, though too long to be taken; 0 when it can be. */
    long excess() {
        return discarded;
    }

    /** The bytes of a complete transfer; empty when it was too long. */
    byte[] take(Delivery delivery) {
        byte[] bytes = new byte[discarded > 0 ? 0 : delivery.available()];
        if (bytes.length > 0) {
            link.recv(bytes, 0, bytes.length);
        }
        discarded = 0;
        refused = false;
        release();
        link.advance();
        return bytes;
    }
}
