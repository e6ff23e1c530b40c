package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.impl.TransportImpl;

/**
 * Proton's transport behind a guard: frames that AMQP forbids end the connection with an error in our words instead of a
 * failure somewhere inside, what a peer names is cut down to what there is, and the limits are those of Service Bus.
 */
final class GuardedTransport extends TransportImpl {

    private final UnsignedInteger highestHandle;

    /** By the peer's channel. */
    private final Map<Integer, Channel> theirs = new HashMap<>();
    /** By our channel. */
    private final Map<Integer, Channel> ours = new HashMap<>();

    private boolean open;

    GuardedTransport(WireSettings settings) {
        this.highestHandle = UnsignedInteger.valueOf(settings.highestHandle());
    }

    /** What is known of one AMQP session. */
    private static final class Channel {
        /** Links by the peer's handle, with the peer's role. */
        private final Map<UnsignedInteger, Role> links = new HashMap<>();

        private final UnsettledIds sent = new UnsettledIds();
        private final UnsettledIds received = new UnsettledIds();
        private final IncomingIds incoming = new IncomingIds();
    }

    @Override
    protected void writeFrame(int channel, FrameBody body, ReadableBuffer payload, Runnable onPayloadTooLarge) {
        if (body instanceof Begin begin) {
            begin.setHandleMax(highestHandle);
            if (begin.getRemoteChannel() != null) {
                ours.put(channel, theirs.get(begin.getRemoteChannel().intValue()));
            }
        } else if (body instanceof End) {
            ours.remove(channel);
        } else if (ours.get(channel) != null && body instanceof Transfer transfer) {
            if (transfer.getDeliveryId() != null && !Boolean.TRUE.equals(transfer.getSettled())) {
                ours.get(channel).sent.add(transfer.getDeliveryId().intValue());
            }
        } else if (ours.get(channel) != null && body instanceof Disposition disposition) {
            writeDisposition(channel, ours.get(channel), disposition);
            return;
        }
        super.writeFrame(channel, body, payload, onPayloadTooLarge);
    }

    private void writeDisposition(int number, Channel channel, Disposition disposition) {
        int first = disposition.getFirst().intValue();
        int last = last(disposition);
        boolean settled = Boolean.TRUE.equals(disposition.getSettled());
        if (disposition.getRole() == Role.SENDER) {
            super.writeFrame(number, disposition, null, null);
            if (settled) {
                channel.sent.remove(first, last);
            }
            return;
        }
        if (channel.incoming.areTheirs()) {
            super.writeFrame(number, disposition, null, null);
        } else {
            for (int id = first; id - last <= 0; id++) {
                int named = channel.incoming.theirs(id);
                super.writeFrame(number, copy(disposition, named, named), null, null);
                if (settled) {
                    channel.incoming.settled(id);
                }
            }
        }
        if (settled) {
            channel.received.remove(first, last);
        }
    }

    private static int last(Disposition disposition) {
        return disposition.getLast() == null
                ? disposition.getFirst().intValue()
                : disposition.getLast().intValue();
    }

    private static Disposition copy(Disposition from, int first, int last) {
        Disposition copy = new Disposition();
        copy.setRole(from.getRole());
        copy.setFirst(UnsignedInteger.valueOf(first));
        copy.setLast(UnsignedInteger.valueOf(last));
        copy.setSettled(from.getSettled());
        copy.setState(from.getState());
        copy.setBatchable(from.getBatchable());
        return copy;
    }

    @Override
    public void handleOpen(Open performative, Binary payload, Integer channel) {
        if (open) {
            throw ProtocolViolation.notAllowed("The connection is open already.");
        }
        open = true;
        super.handleOpen(performative, payload, channel);
    }

    @Override
    public void handleBegin(Begin begin, Binary payload, Integer channel) {
        if (!open) {
            throw ProtocolViolation.notAllowed("A session is begun on a connection that is not open.");
        }
        if (channel > WireSettings.CHANNEL_MAX) {
            throw ProtocolViolation.framing("Channel " + channel + " is begun, but the highest one is "
                    + WireSettings.CHANNEL_MAX + " (channel-max).");
        }
        if (begin.getRemoteChannel() != null || theirs.containsKey(channel)) {
            throw ProtocolViolation.notAllowed("Channel " + channel + " is begun already, or answers a session that the"
                    + " emulator has not begun.");
        }
        theirs.put(channel, new Channel());
        super.handleBegin(begin, payload, channel);
    }

    @Override
    public void handleAttach(Attach attach, Binary payload, Integer channel) {
        Channel on = begun(channel, "A link is attached");
        UnsignedInteger handle = attach.getHandle();
        if (handle.compareTo(highestHandle) > 0) {
            throw ProtocolViolation.framing(
                    "The link '" + PeerText.shown(attach.getName()) + "' has the handle " + handle
                            + ", but an AMQP session of Service Bus holds " + (highestHandle.longValue() + 1)
                            + " links at most (handle-max " + highestHandle + ").");
        }
        if (on.links.putIfAbsent(handle, attach.getRole()) != null) {
            throw new ProtocolViolation(Conditions.HANDLE_IN_USE, "The handle " + handle + " is in use already.");
        }
        super.handleAttach(attach, payload, channel);
    }

    @Override
    public void handleFlow(Flow flow, Binary payload, Integer channel) {
        Channel on = begun(channel, "A flow comes");
        if (flow.getHandle() != null && !on.links.containsKey(flow.getHandle())) {
            throw unattached(flow.getHandle(), "A flow");
        }
        super.handleFlow(flow, payload, channel);
    }

    @Override
    public void handleTransfer(Transfer transfer, Binary payload, Integer channel) {
        Channel on = begun(channel, "A transfer comes");
        if (on.links.get(transfer.getHandle()) != Role.SENDER) {
            throw unattached(transfer.getHandle(), "A transfer");
        }
        on.incoming.rename(transfer);
        if (!Boolean.TRUE.equals(transfer.getSettled())) {
            on.received.add(transfer.getDeliveryId().intValue());
        }
        super.handleTransfer(transfer, payload, channel);
    }

    @Override
    public void handleDisposition(Disposition disposition, Binary payload, Integer channel) {
        Channel on = begun(channel, "A disposition comes");
        int first = disposition.getFirst().intValue();
        int last = last(disposition);
        boolean ofTheirs = disposition.getRole() == Role.SENDER;
        UnsettledIds unsettled = ofTheirs ? on.received : on.sent;
        boolean renamed = ofTheirs && !on.incoming.areTheirs();
        for (UnsettledIds.Run run : renamed ? unsettled.all() : unsettled.within(first, last)) {
            if (!renamed) {
                super.handleDisposition(copy(disposition, run.first(), run.last()), payload, channel);
                continue;
            }
            for (int id = run.first(); id - run.last() <= 0; id++) {
                int named = on.incoming.theirs(id);
                if (Integer.compareUnsigned(named - first, last - first) <= 0) {
                    super.handleDisposition(copy(disposition, id, id), payload, channel);
                }
            }
        }
        if (!renamed && Boolean.TRUE.equals(disposition.getSettled())) {
            unsettled.remove(first, last);
        }
    }

    @Override
    public void handleDetach(Detach detach, Binary payload, Integer channel) {
        Channel on = begun(channel, "A link is detached");
        on.links.remove(detach.getHandle());
        on.incoming.detached(detach.getHandle());
        super.handleDetach(detach, payload, channel);
    }

    @Override
    public void handleEnd(End end, Binary payload, Integer channel) {
        begun(channel, "A session is ended");
        theirs.remove(channel);
        super.handleEnd(end, payload, channel);
    }

    private Channel begun(Integer channel, String what) {
        Channel found = theirs.get(channel);
        if (found == null) {
            throw ProtocolViolation.notAllowed(what + " on channel " + channel + ", which was not begun.");
        }
        return found;
    }

    private static ProtocolViolation unattached(UnsignedInteger handle, String what) {
        return new ProtocolViolation(
                Conditions.UNATTACHED_HANDLE,
                what + " names the handle " + handle + ", on which no such link is attached.");
    }
}
