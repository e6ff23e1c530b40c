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
    private long discarded;

    TransferReader(Receiver link, int limit) {
        this.link = link;
        this.limit = limit;
    }

    /** Whether the transfer has ended; only then it can be taken. */
    boolean isComplete(Delivery delivery) {
        if (delivery.available() + discarded > limit) {
            discarded += delivery.available();
            link.recv();
        }
        return !delivery.isPartial();
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
        link.advance();
        return bytes;
    }
}
