package dev.busway.emulator.amqp.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks AMQP-encoded values; what is skipped is never decoded, so a walk costs nothing per byte of body. */
final class AmqpCursor {

    private static final int DESCRIBED = 0x00;
    /** Deeper nesting of descriptors than any client writes; the limit keeps a hostile peer off our stack. */
    private static final int MAX_DEPTH = 16;

    final byte[] bytes;
    final int end;
    int position;

    AmqpCursor(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    boolean hasMore() {
        return position < end;
    }

    int peekCode() {
        need(1);
        return bytes[position] & 0xff;
    }

    int readByte() {
        need(1);
        return bytes[position++] & 0xff;
    }

    int readInt() {
        need(4);
        int value = (bytes[position] & 0xff) << 24
                | (bytes[position + 1] & 0xff) << 16
                | (bytes[position + 2] & 0xff) << 8
                | (bytes[position + 3] & 0xff);
        position += 4;
        return value;
    }

    long readLong() {
        return ((long) readInt() << 32) | (readInt() & 0xffffffffL);
    }

    /** Moves behind the next value, whatever it is. */
    void skipValue() {
        skipValue(0);
    }

    private void skipValue(int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedMessage("values are described more than " + MAX_DEPTH + " deep");
        }
        int code = readByte();
        if (code == DESCRIBED) {
            skipValue(depth + 1);
            skipValue(depth + 1);
        } else {
            advance(widthOf(code));
        }
    }

    /** Reads the descriptor of a described value as its code, or as the code that its symbol stands for. */
    int readDescriptor() {
        if (readByte() != DESCRIBED) {
            throw new MalformedMessage("a message section starts with a byte that describes no section");
        }
        int code = readByte();
        return switch (code) {
            case 0x53 -> readByte();
            case 0x80 -> smallCode(readLong());
            case 0x44 -> 0;
            case 0xa3 -> Section.codeOf(text(readByte()));
            case 0xb3 -> Section.codeOf(text(readInt()));
            default -> throw new MalformedMessage("a section descriptor has the type 0x" + Integer.toHexString(code));
        };
    }

    private static int smallCode(long value) {
        return value >= 0 && value <= 0xff ? (int) value : -1;
    }

    /** Enters a list or map and returns its element count (for a map: keys plus values). */
    int enterCompound() {
        int code = readByte();
        switch (code) {
            case 0x40, 0x45 -> {
                return 0;
            }
            case 0xc0, 0xc1 -> {
                readByte();
                return readByte();
            }
            case 0xd0, 0xd1 -> {
                readInt();
                return count(readInt());
            }
            default ->
                throw new MalformedMessage("expected a list or a map, found type 0x" + Integer.toHexString(code));
        }
    }

    /** The next value, which must be binary, as a copy. */
    byte[] readBinary() {
        int code = readByte();
        if (code != 0xa0 && code != 0xb0) {
            throw new MalformedMessage("expected binary, found type 0x" + Integer.toHexString(code));
        }
        int length = code == 0xa0 ? readByte() : readInt();
        int start = position;
        advance(length);
        return Arrays.copyOfRange(bytes, start, position);
    }

    /** The next value as text where it is a string or a symbol, else {@code null}; moves behind it either way. */
    String readText() {
        switch (peekCode()) {
            case 0xa1, 0xa3 -> {
                position++;
                return text(readByte());
            }
            case 0xb1, 0xb3 -> {
                position++;
                return text(readInt());
            }
            default -> {
                skipValue();
                return null;
            }
        }
    }

    /** The next value as a whole number where it is one (or a timestamp), else {@code null}; moves behind it. */
    Long readNumber() {
        int code = readByte();
        return switch (code) {
            case 0x43, 0x44 -> 0L;
            case 0x50, 0x52, 0x53 -> (long) readByte();
            case 0x51, 0x54, 0x55 -> (long) (byte) readByte();
            case 0x70 -> readInt() & 0xffffffffL;
            case 0x71 -> (long) readInt();
            case 0x80, 0x81, 0x83 -> readLong();
            default -> {
                position--;
                skipValue();
                yield null;
            }
        };
    }

    private int widthOf(int code) {
        return switch (code >> 4) {
            case 0x4 -> 0;
            case 0x5 -> 1;
            case 0x6 -> 2;
            case 0x7 -> 4;
            case 0x8 -> 8;
            case 0x9 -> 16;
            case 0xa, 0xc, 0xe -> readByte();
            case 0xb, 0xd, 0xf -> readInt();
            default -> throw new MalformedMessage("unknown AMQP type 0x" + Integer.toHexString(code));
        };
    }

    private String text(int length) {
        int start = position;
        advance(length);
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    private int count(int count) {
        if (count < 0 || count > end - position) {
            throw new MalformedMessage("a list or map claims more elements than the message has bytes");
        }
        return count;
    }

    private void advance(int length) {
        need(length);
        position += length;
    }

    private void need(int length) {
        if (length < 0 || length > end - position) {
            throw new MalformedMessage("the message ends in the middle of a value");
        }
    }
}
