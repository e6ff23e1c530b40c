package dev.busway.emulator.amqp.message;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Where the sections of one encoded message lie, and the few fields that the broker acts on.
 *
 * <p>Positions point behind a section's descriptor, at its list or map; {@code -1} means that there is no such section.
 */
public final class MessageSections {

    private static final int PROPERTY_MESSAGE_ID = 0;
    private static final int PROPERTY_GROUP_ID = 10;
    private static final int HEADER_TTL = 2;

    final byte[] bytes;
    int header = -1;
    int messageAnnotations = -1;
    int properties = -1;
    int applicationProperties = -1;
    /** Everything from here to the end of the bytes (body and footer) is only ever copied. */
    int body;

    private MessageSections(byte[] bytes) {
        this.bytes = bytes;
        this.body = bytes.length;
    }

    /**
     * Finds the sections of a message.
     *
     * @throws MalformedMessage when the bytes are not one whole message
     */
    public static MessageSections of(byte[] bytes) {
        MessageSections sections = new MessageSections(bytes);
        AmqpCursor cursor = new AmqpCursor(bytes, 0, bytes.length);
        while (cursor.hasMore()) {
            int start = cursor.position;
            sections.note(cursor.readDescriptor(), start, cursor.position);
            cursor.skipValue();
        }
        sections.checkInside(sections.header);
        sections.checkInside(sections.messageAnnotations);
        sections.checkInside(sections.properties);
        sections.checkInside(sections.applicationProperties);
        return sections;
    }

    /** What is copied value by value on the way out must hold whole values: a delivery is too late to find out. */
    private void checkInside(int at) {
        if (at < 0) {
            return;
        }
        AmqpCursor whole = new AmqpCursor(bytes, at, bytes.length);
        whole.skipValue();
        AmqpCursor inside = new AmqpCursor(bytes, at, whole.position);
        int count = inside.enterCompound();
        for (int i = 0; i < count; i++) {
            inside.skipValue();
        }
        if (inside.hasMore()) {
            throw new MalformedMessage("a list or map is longer than its elements");
        }
    }

    /**
     * The messages of a batch (message format {@code 0x80013700}): each data section of the envelope holds one.
     *
     * @throws MalformedMessage when a section of the envelope's body is not data
     */
    public static List<byte[]> splitBatch(byte[] envelope) {
        List<byte[]> messages = new ArrayList<>();
        AmqpCursor cursor = new AmqpCursor(envelope, 0, envelope.length);
        while (cursor.hasMore()) {
            int code = cursor.readDescriptor();
            if (code == Section.DATA) {
                messages.add(cursor.readBinary());
            } else if (code == Section.AMQP_SEQUENCE || code == Section.AMQP_VALUE) {
                throw new MalformedMessage("the body of a batch must be data sections, one message each");
            } else {
                cursor.skipValue();
            }
        }
        return messages;
    }

    private void note(int code, int start, int value) {
        switch (code) {
            case Section.HEADER -> header = value;
            case Section.DELIVERY_ANNOTATIONS -> {}
            case Section.MESSAGE_ANNOTATIONS -> messageAnnotations = value;
            case Section.PROPERTIES -> properties = value;
            case Section.APPLICATION_PROPERTIES -> applicationProperties = value;
            case Section.DATA, Section.AMQP_SEQUENCE, Section.AMQP_VALUE, Section.FOOTER ->
                body = Math.min(body, start);
            default -> throw new MalformedMessage("a message has a section of unknown kind");
        }
    }

    /** Bytes of the whole message as its sender wrote it. */
    public int size() {
        return bytes.length;
    }

    /** The message id as text (numbers, UUIDs and binary in their usual spelling), or {@code null}. */
    public String messageId() {
        return idAt(PROPERTY_MESSAGE_ID);
    }

    /** The session id ({@code group-id}), or {@code null}. */
    public String sessionId() {
        return idAt(PROPERTY_GROUP_ID);
    }

    /** Milliseconds that the message may wait, or {@code null} for as long as the queue lets it. */
    public Long timeToLive() {
        AmqpCursor cursor = field(header, HEADER_TTL);
        return cursor == null ? null : cursor.readNumber();
    }

    /** When the message is to appear, in milliseconds since 1970, or {@code null} for at once. */
    public Long scheduledEnqueueTime() {
        AmqpCursor cursor = annotation(Annotations.SCHEDULED_ENQUEUE_TIME);
        return cursor == null ? null : cursor.readNumber();
    }

    /** The partition key, or {@code null}. */
    public String partitionKey() {
        AmqpCursor cursor = annotation(Annotations.PARTITION_KEY);
        return cursor == null ? null : cursor.readText();
    }

    private String idAt(int index) {
        AmqpCursor cursor = field(properties, index);
        if (cursor == null) {
            return null;
        }
        return switch (cursor.peekCode()) {
            case 0x98 -> {
                cursor.readByte();
                yield new UUID(cursor.readLong(), cursor.readLong()).toString();
            }
            case 0xa0, 0xb0 -> HexFormat.of().formatHex(cursor.readBinary());
            case 0xa1, 0xb1 -> cursor.readText();
            default -> numberAsText(cursor.readNumber());
        };
    }

    private static String numberAsText(Long number) {
        return number == null ? null : Long.toUnsignedString(number);
    }

    /** A cursor at field {@code index} of the list at {@code at}, or {@code null} where the list is shorter. */
    private AmqpCursor field(int at, int index) {
        if (at < 0) {
            return null;
        }
        AmqpCursor cursor = new AmqpCursor(bytes, at, bytes.length);
        if (cursor.enterCompound() <= index) {
            return null;
        }
        for (int i = 0; i < index; i++) {
            cursor.skipValue();
        }
        return cursor;
    }

    private AmqpCursor annotation(String name) {
        if (messageAnnotations < 0) {
            return null;
        }
        AmqpCursor cursor = new AmqpCursor(bytes, messageAnnotations, bytes.length);
        int pairs = cursor.enterCompound() / 2;
        for (int i = 0; i < pairs; i++) {
            if (name.equals(cursor.readText())) {
                return cursor;
            }
            cursor.skipValue();
        }
        return null;
    }
}
