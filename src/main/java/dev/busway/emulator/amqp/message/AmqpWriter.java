package dev.busway.emulator.amqp.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.DroppingWritableBuffer;
import org.apache.qpid.proton.codec.EncoderImpl;

/** A growing byte array that knows the few AMQP encodings the broker itself writes. Not for use by several threads. */
final class AmqpWriter {

    /** Proton's encoder wants more room than it uses. */
    private static final int ENCODER_SLACK = 64;

    private final EncoderImpl encoder;
    private byte[] bytes = new byte[512];
    private int size;

    AmqpWriter() {
        DecoderImpl decoder = new DecoderImpl();
        encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** A copy of what was written, with room for {@code more} bytes behind it. */
    byte[] toBytes(int more) {
        byte[] copy = new byte[size + more];
        System.arraycopy(bytes, 0, copy, 0, size);
        return copy;
    }

    void put(int value) {
        need(1);
        bytes[size++] = (byte) value;
    }

    void put(byte[] source, int from, int end) {
        need(end - from);
        System.arraycopy(source, from, bytes, size, end - from);
        size += end - from;
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void putInt(int value) {
        need(4);
        setInt(size, value);
        size += 4;
    }

    void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    void section(int code) {
        put(0x00);
        put(0x53);
        put(code);
    }

    /** Opens a list ({@code 0xd0}) or map ({@code 0xd1}); the position that is returned closes it again. */
    int openCompound(int code) {
        put(code);
        int at = size;
        putInt(0);
        putInt(0);
        return at;
    }

    void closeCompound(int at, int count) {
        setInt(at, size - at - 4);
        setInt(at + 4, count);
    }

    void writeNull() {
        put(0x40);
    }

    void writeUnsignedInt(int value) {
        if (value == 0) {
            put(0x43);
        } else if (value > 0 && value < 256) {
            put(0x52);
            put(value);
        } else {
            put(0x70);
            putInt(value);
        }
    }

    void writeInt(int value) {
        put(0x71);
        putInt(value);
    }

    void writeLong(long value) {
        put(0x81);
        putLong(value);
    }

    void writeTimestamp(long millis) {
        put(0x83);
        putLong(millis);
    }

    void writeUuid(UUID value) {
        put(0x98);
        putLong(value.getMostSignificantBits());
        putLong(value.getLeastSignificantBits());
    }

    void writeString(String value) {
        writeText(0xa1, 0xb1, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A short symbol as it is written, to be made once and {@link #put} often. */
    static byte[] symbol(String value) {
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        byte[] encoded = new byte[text.length + 2];
        encoded[0] = (byte) 0xa3;
        encoded[1] = (byte) text.length;
        System.arraycopy(text, 0, encoded, 2, text.length);
        return encoded;
    }

    private void writeText(int shortCode, int longCode, byte[] text) {
        if (text.length < 256) {
            put(shortCode);
            put(text.length);
        } else {
            put(longCode);
            putInt(text.length);
        }
        put(text);
    }

    /** Any value that proton-j knows; used for what clients change on settlement, so seldom. */
    void writeObject(Object value) {
        DroppingWritableBuffer measure = new DroppingWritableBuffer();
        encoder.setByteBuffer(measure);
        encoder.writeObject(value);
        need(measure.position() + ENCODER_SLACK);
        ByteBuffer target = ByteBuffer.wrap(bytes, size, bytes.length - size);
        encoder.setByteBuffer(target);
        encoder.writeObject(value);
        size = target.position();
    }

    private void setInt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void need(int length) {
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
    }
}
