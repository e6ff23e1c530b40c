package dev.busway.emulator.amqp;

import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Transfer;

/**
 * The delivery-ids that a peer gives to its transfers on one AMQP session. The protocol engine wants them in order; peers
 * whose threads send at once number them across links in another one, which Service Bus takes. So transfers are given
 * ids of ours, and what is answered is given back theirs.
 */
final class IncomingIds {

    /** Not ended yet, by handle: the peer's id and ours. */
    private final Map<UnsignedInteger, Pair> partial = new HashMap<>();
    /** Where they differ: the peer's id by ours. */
    private final Map<Integer, Integer> theirs = new HashMap<>();

    private boolean started;
    private int next;

    private record Pair(int theirs, int ours) {}

    /**
     * Gives a transfer the id that is ours.
     *
     * @throws ProtocolViolation when it has none, or begins before another one of its link has ended
     */
    void rename(Transfer transfer) {
        Pair open = partial.get(transfer.getHandle());
        UnsignedInteger id = transfer.getDeliveryId();
        Pair pair = open == null ? begin(transfer, id) : open;
        if (open != null && id != null && id.intValue() != open.theirs()) {
            throw ProtocolViolation.notAllowed("A transfer begins on a link before the one before it has ended.");
        }
        transfer.setDeliveryId(UnsignedInteger.valueOf(pair.ours()));
        if (transfer.getMore() && !transfer.getAborted()) {
            partial.put(transfer.getHandle(), pair);
        } else {
            partial.remove(transfer.getHandle());
        }
    }

    private Pair begin(Transfer transfer, UnsignedInteger id) {
        if (id == null || transfer.getDeliveryTag() == null) {
            throw ProtocolViolation.notAllowed(
                    "The first transfer of a delivery needs a delivery-id and a delivery-tag.");
        }
        if (!started) {
            started = true;
            next = id.intValue();
        }
        Pair pair = new Pair(id.intValue(), next++);
        if (pair.theirs() != pair.ours()) {
            theirs.put(pair.ours(), pair.theirs());
        }
        return pair;
    }

    void detached(UnsignedInteger handle) {
        partial.remove(handle);
    }

    /** Whether all ids that are open are the peer's own. */
    boolean areTheirs() {
        return theirs.isEmpty();
    }

    int theirs(int ours) {
        return theirs.getOrDefault(ours, ours);
    }

    void settled(int ours) {
        theirs.remove(ours);
    }
}
