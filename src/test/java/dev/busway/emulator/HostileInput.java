package dev.busway.emulator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/**
 * Bytes that a bad peer may send, the same for the same seed: noise, lies, frames in a wrong order, mutated good ones.
 * The first piece begins a session, where there is one; only when that is answered the rest is looked at frame by frame.
 */
final class HostileInput {

    private static final int MOST_FRAMES = 12;

    private final Random random;
    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);
    private final List<byte[]> parts = new ArrayList<>();
    private final byte[] beginning;
    private final byte[] rest;

    private HostileInput(long seed) {
        random = new Random(seed);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        int kind = random.nextInt(6);
        if (kind > 0) {
            add(RawPeer.AMQP_HEADER).add(frame(0, open(), new byte[0])).add(frame(0, begin(), new byte[0]));
        }
        beginning = bytes();
        parts.clear();
        rest = make(kind);
    }

    static HostileInput of(long seed) {
        return new HostileInput(seed);
    }

    byte[] beginning() {
        return beginning;
    }

    byte[] rest() {
        return rest;
    }

    private byte[] make(int kind) {
        return switch (kind) {
            case 0, 1 -> noise(random.nextInt(2_000));
            case 2 -> session().mutated();
            case 3 -> session().cut();
            case 4 -> anything().bytes();
            default -> anything().mutated();
        };
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private HostileInput add(byte[] part) {
        parts.add(part);
        return this;
    }

    /** What a good client sends. */
    private HostileInput session() {
        add(frame(0, attach(0, Role.SENDER), new byte[0]));
        add(frame(0, attach(1, Role.RECEIVER), new byte[0]));
        add(frame(0, flow(1), new byte[0]));
        for (int i = 0; i < 3; i++) {
            add(frame(0, transfer(0, i), message()));
        }
        add(frame(0, disposition(), new byte[0]));
        add(frame(0, new Detach(), new byte[0]));
        add(frame(0, new End(), new byte[0]));
        return add(frame(0, new Close(), new byte[0]));
    }

    /** Frames that are good by themselves, with any values, in any order, on any channel. */
    private HostileInput anything() {
        int count = random.nextInt(MOST_FRAMES);
        for (int i = 0; i < count; i++) {
            int channel = random.nextInt(5) == 0 ? random.nextInt(65_536) : 0;
            Object any =
                    switch (random.nextInt(9)) {
                        case 0 -> open();
                        case 1 -> begin();
                        case 2, 3 -> attach(random.nextInt(4), random.nextBoolean() ? Role.SENDER : Role.RECEIVER);
                        case 4 -> flow(random.nextInt(4));
                        case 5, 6 -> transfer(random.nextInt(4), random.nextInt(4));
                        case 7 -> disposition();
                        default -> detach();
                    };
            add(frame(channel, any, any instanceof Transfer ? message() : new byte[0]));
        }
        return this;
    }

    private byte[] message() {
        return random.nextInt(4) == 0
                ? noise(random.nextInt(3_000))
                : new byte[] {0, 0x53, 0x75, (byte) 0xa0, 3, 'a', 'b', 'c'};
    }

    private byte[] mutated() {
        byte[] bytes = bytes();
        int changes = bytes.length == 0 ? 0 : 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
        }
        return bytes;
    }

    private byte[] cut() {
        byte[] bytes = bytes();
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    private byte[] bytes() {
        int length = parts.stream().mapToInt(part -> part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        parts.forEach(all::put);
        return all.array();
    }

    private byte[] frame(int channel, Object performative, byte[] payload) {
        ByteBuffer body = ByteBuffer.allocate(16 * 1024);
        encoder.setByteBuffer(body);
        encoder.writeObject(performative);
        body.flip();
        ByteBuffer frame = ByteBuffer.allocate(8 + body.remaining() + payload.length);
        frame.putInt(frame.capacity()).put((byte) 2).put((byte) 0).putShort((short) channel);
        return frame.put(body).put(payload).array();
    }

    private UnsignedInteger any() {
        return switch (random.nextInt(4)) {
            case 0 -> UnsignedInteger.MAX_VALUE;
            case 1 -> UnsignedInteger.ZERO;
            case 2 -> UnsignedInteger.valueOf(random.nextInt(5));
            default -> UnsignedInteger.valueOf(random.nextInt());
        };
    }

    private Open open() {
        Open open = new Open();
        open.setContainerId("hostile\u001b[2J");
        open.setMaxFrameSize(UnsignedInteger.valueOf(random.nextInt(10) == 0 ? 512 : 65_536));
        return open;
    }

    private Begin begin() {
        Begin begin = new Begin();
        begin.setNextOutgoingId(any());
        begin.setIncomingWindow(any());
        begin.setOutgoingWindow(any());
        if (random.nextInt(20) == 0) {
            begin.setRemoteChannel(UnsignedShort.valueOf((short) random.nextInt()));
        }
        return begin;
    }

    private Attach attach(int handle, Role role) {
        Attach attach = new Attach();
        attach.setName("link" + handle);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(role);
        attach.setSndSettleMode(SenderSettleMode.UNSETTLED);
        attach.setRcvSettleMode(ReceiverSettleMode.SECOND);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        String address = List.of("bad", "bad/$management", "$cbs", "bad/$DeadLetterQueue", "")
                .get(random.nextInt(5));
        Source source = new Source();
        Target target = new Target();
        if (role == Role.SENDER) {
            target.setAddress(address);
        } else {
            source.setAddress(address);
        }
        if (random.nextInt(10) > 0) {
            attach.setSource(source);
            attach.setTarget(target);
        }
        return attach;
    }

    private Flow flow(int handle) {
        Flow flow = new Flow();
        flow.setNextIncomingId(any());
        flow.setIncomingWindow(any());
        flow.setNextOutgoingId(any());
        flow.setOutgoingWindow(any());
        flow.setHandle(UnsignedInteger.valueOf(handle));
        flow.setDeliveryCount(any());
        flow.setLinkCredit(any());
        flow.setDrain(random.nextBoolean());
        return flow;
    }

    private Transfer transfer(int handle, int id) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setDeliveryId(random.nextInt(10) == 0 ? any() : UnsignedInteger.valueOf(id));
        transfer.setDeliveryTag(random.nextInt(10) == 0 ? null : new Binary(new byte[] {(byte) id}));
        transfer.setMessageFormat(UnsignedInteger.valueOf(random.nextInt(4) == 0 ? 0x80013700 : 0));
        transfer.setMore(random.nextInt(4) == 0);
        transfer.setAborted(random.nextInt(20) == 0);
        return transfer;
    }

    private Disposition disposition() {
        Disposition disposition = new Disposition();
        disposition.setRole(random.nextBoolean() ? Role.RECEIVER : Role.SENDER);
        disposition.setFirst(any());
        disposition.setLast(random.nextInt(4) == 0 ? null : any());
        disposition.setSettled(random.nextBoolean());
        disposition.setState(random.nextBoolean() ? Accepted.getInstance() : null);
        return disposition;
    }

    private Detach detach() {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(random.nextInt(4)));
        detach.setClosed(random.nextBoolean());
        detach.setError(new ErrorCondition(Symbol.valueOf("x:y"), "because\u0007"));
        return detach;
    }
}
