package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts the bytes of a socket together to whole frames and looks at each before the protocol engine sees it. Holds one
 * frame at most.
 */
final class InboundFrames {

    private static final int HEADER = 8;
    private static final int AMQP = 0x414d5150;

    private byte[] kept = new byte[0];
    private int length;
    private boolean started;

    /** Takes whole frames, one or several at once. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] bytes, int from, int to);
    }

    /**
     * Takes what the socket has read.
     *
     * @throws ProtocolViolation for what cannot be a frame; nothing more may be added then
     */
    void add(byte[] data, Sink sink) {
        if (length == 0) {
            keepRest(data, data.length, pass(data, data.length, sink));
            return;
        }
        if (kept.length < length + data.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, length + data.length));
        }
        System.arraycopy(data, 0, kept, length, data.length);
        length += data.length;
        keepRest(kept, length, pass(kept, length, sink));
    }

    private void keepRest(byte[] bytes, int end, int from) {
        length = end - from;
        if (length == 0) {
            kept = new byte[0];
        } else if (from > 0 || bytes != kept) {
            kept = Arrays.copyOfRange(bytes, from, end);
        }
    }

    /** Passes on what is whole; answers with where it ends. */
    private int pass(byte[] bytes, int end, Sink sink) {
        int from = 0;
        while (end - from >= HEADER) {
            int first = number(bytes, from);
            if (!started) {
                mustStart(bytes, first);
                started = true;
            }
            int size = first == AMQP ? HEADER : checkedSize(first);
            if (end - from < size) {
                break;
            }
            if (first != AMQP) {
                check(bytes, from, from + size);
            }
            sink.take(bytes, from, from + size);
            from += size;
        }
        return from;
    }

    private static void mustStart(byte[] bytes, int first) {
        if (first == AMQP) {
            return;
        }
        if (bytes[0] == 0x16 && bytes[1] == 3) {
            throw new ForeignProtocol("TLS", new byte[0]);
        }
        String text = new String(bytes, 0, HEADER, StandardCharsets.ISO_8859_1);
        if (text.matches("(?s)(GET|PUT|POST|HEAD|DELETE|OPTIONS|PATCH|CONNECT) ?.*")) {
            throw new ForeignProtocol("HTTP", ForeignProtocol.httpAnswer());
        }
        throw ProtocolViolation.framing("A connection starts with the AMQP header.");
    }

    private static int checkedSize(int size) {
        if (size < HEADER || size > WireSettings.MAX_FRAME_SIZE) {
            throw ProtocolViolation.framing("A frame says that it is " + Integer.toUnsignedString(size)
                    + " bytes long; allowed are " + HEADER + " to " + WireSettings.MAX_FRAME_SIZE + ".");
        }
        return size;
    }

    private static void check(byte[] bytes, int from, int to) {
        int body = from + 4 * (bytes[from + 4] & 0xff);
        if (body < from + HEADER || body > to) {
            throw new ProtocolViolation(Conditions.FRAMING_ERROR, "The body of a frame starts outside of it.");
        }
        if (body < to) {
            FrameStructure.checkFirst(bytes, body, to);
        }
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }
}
