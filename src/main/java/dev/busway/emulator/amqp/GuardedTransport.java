package dev.busway.emulator.amqp;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.impl.TransportImpl;

/** Proton's transport with the limits of Service Bus, which proton does not let one set. */
final class GuardedTransport extends TransportImpl {

    private final UnsignedInteger highestHandle;

    GuardedTransport(WireSettings settings) {
        this.highestHandle = UnsignedInteger.valueOf(settings.highestHandle());
    }

    @Override
    protected void writeFrame(int channel, FrameBody body, ReadableBuffer payload, Runnable onPayloadTooLarge) {
        if (body instanceof Begin begin) {
            begin.setHandleMax(highestHandle);
        }
        super.writeFrame(channel, body, payload, onPayloadTooLarge);
    }

    @Override
    public void handleAttach(Attach attach, Binary payload, Integer channel) {
        if (attach.getHandle().compareTo(highestHandle) > 0) {
            throw ProtocolViolation.framing("The link '" + attach.getName() + "' has the handle " + attach.getHandle()
                    + ", but an AMQP session of Service Bus holds " + (highestHandle.longValue() + 1)
                    + " links at most (handle-max " + highestHandle + ").");
        }
        super.handleAttach(attach, payload, channel);
    }
}
