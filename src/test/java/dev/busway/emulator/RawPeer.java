package dev.busway.emulator;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** A peer that writes frames, or what is none, byte by byte. */
final class RawPeer implements AutoCloseable {

    static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

    private static final int PATIENCE_MILLIS = 10_000;

    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);
    private final Socket socket;
    private final DataInputStream in;

    RawPeer(ServiceBusEmulator emulator) throws IOException {
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    RawPeer write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawPeer write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a frame on channel 0. */
    RawPeer frame(Object performative) throws IOException {
        return frame(performative, new byte[0]);
    }

    RawPeer frame(Object performative, byte[] payload) throws IOException {
        return write(encode(performative, payload));
    }

    private byte[] encode(Object performative, byte[] payload) {
        ByteBuffer body = ByteBuffer.allocate(16 * 1024);
        encoder.setByteBuffer(body);
        encoder.writeObject(performative);
        body.flip();
        ByteBuffer frame = ByteBuffer.allocate(8 + body.remaining() + payload.length);
        frame.putInt(frame.capacity()).put((byte) 2).put((byte) 0).putShort((short) 0);
        return frame.put(body).put(payload).array();
    }

    /** Header, open and begin, without SASL. */
    RawPeer begin() throws IOException {
        write(AMQP_HEADER);
        Open open = new Open();
        open.setContainerId("raw");
        frame(open);
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ONE);
        begin.setIncomingWindow(UnsignedInteger.MAX_VALUE);
        begin.setOutgoingWindow(UnsignedInteger.MAX_VALUE);
        return frame(begin);
    }

    /** A link that receives and deletes. */
    RawPeer receiveAndDelete(String queue) throws IOException {
        return receive(queue, SenderSettleMode.SETTLED, ReceiverSettleMode.FIRST);
    }

    /** A link that receives under lock. */
    RawPeer peekLock(String queue) throws IOException {
        return receive(queue, SenderSettleMode.UNSETTLED, ReceiverSettleMode.SECOND);
    }

    private RawPeer receive(String queue, SenderSettleMode sender, ReceiverSettleMode receiver) throws IOException {
        Attach attach = new Attach();
        attach.setName("link");
        attach.setHandle(UnsignedInteger.ZERO);
        attach.setRole(Role.RECEIVER);
        attach.setSndSettleMode(sender);
        attach.setRcvSettleMode(receiver);
        Source source = new Source();
        source.setAddress(queue);
        attach.setSource(source);
        attach.setTarget(new Target());
        return frame(attach);
    }

    /** A link that sends. */
    RawPeer send(String queue) throws IOException {
        return send(queue, "link", 0);
    }

    /** A link that sends, under a name and a handle of its own. */
    RawPeer send(String queue, String name, int handle) throws IOException {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(Role.SENDER);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        Target target = new Target();
        target.setAddress(queue);
        attach.setTarget(target);
        attach.setSource(new Source());
        return frame(attach);
    }

    /** A part of the first message of a link. */
    RawPeer transfer(byte[] payload, boolean more) throws IOException {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.ZERO);
        transfer.setDeliveryId(UnsignedInteger.ZERO);
        transfer.setDeliveryTag(new Binary(new byte[] {1}));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        transfer.setMore(more);
        return frame(transfer, payload);
    }

    RawPeer credit(UnsignedInteger credit) throws IOException {
        return credit(credit, false);
    }

    /** Asks for what there is, up to so many messages, and no more. */
    RawPeer drain(UnsignedInteger credit) throws IOException {
        return credit(credit, true);
    }

    private RawPeer credit(UnsignedInteger credit, boolean drain) throws IOException {
        Flow flow = new Flow();
        flow.setNextIncomingId(UnsignedInteger.ONE);
        flow.setIncomingWindow(UnsignedInteger.valueOf(Integer.MAX_VALUE));
        flow.setNextOutgoingId(UnsignedInteger.ONE);
        flow.setOutgoingWindow(UnsignedInteger.valueOf(Integer.MAX_VALUE));
        flow.setHandle(UnsignedInteger.ZERO);
        flow.setDeliveryCount(UnsignedInteger.ZERO);
        flow.setLinkCredit(credit);
        flow.setDrain(drain);
        return frame(flow);
    }

    /** Reads frames until one of the kind comes; empty when the connection ends before. */
    <T> Optional<T> await(Class<T> kind) throws IOException {
        try {
            while (true) {
                int first = in.readInt();
                if (first == 0x414d5150) {
                    in.readInt();
                    continue;
                }
                byte[] rest = new byte[first - 4];
                in.readFully(rest);
                Object performative = decode(rest);
                if (kind.isInstance(performative)) {
                    return Optional.of(kind.cast(performative));
                }
            }
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        }
    }

    private Object decode(byte[] rest) {
        int offset = (rest[0] & 0xff) * 4 - 4;
        if (offset == rest.length) {
            return null;
        }
        decoder.setByteBuffer(ByteBuffer.wrap(rest, offset, rest.length - offset));
        return decoder.readObject();
    }

    /** Reads what comes until the other side closes the connection. */
    byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            // Closed with what we wrote still unread: an end like any other.
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
