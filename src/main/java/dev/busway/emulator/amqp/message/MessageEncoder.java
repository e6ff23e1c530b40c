package dev.busway.emulator.amqp.message;

import dev.busway.emulator.queue.Changes;
import dev.busway.emulator.queue.Delivery;
import dev.busway.emulator.queue.Message;
import dev.busway.emulator.queue.MessageState;
import dev.busway.emulator.queue.NewMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Writes a message as a receiver is to see it. Not for use by several threads: it owns the buffer that it writes the
 * patched sections into.
 */
public final class MessageEncoder {

    private static final int LIST = 0xd0;
    private static final int MAP = 0xd1;
    private static final int HEADER_DELIVERY_COUNT = 4;
    private static final int PROPERTY_EXPIRY = 8;
    private static final int NULL = 0x40;
    private static final String DEAD_LETTER_REASON = "DeadLetterReason";
    private static final String DEAD_LETTER_DESCRIPTION = "DeadLetterErrorDescription";

    private static final byte[] LOCK_TOKEN = AmqpWriter.symbol(Annotations.LOCK_TOKEN);
    private static final byte[] ENQUEUED_TIME = AmqpWriter.symbol(Annotations.ENQUEUED_TIME);
    private static final byte[] SEQUENCE_NUMBER = AmqpWriter.symbol(Annotations.SEQUENCE_NUMBER);
    private static final byte[] ENQUEUE_SEQUENCE_NUMBER = AmqpWriter.symbol(Annotations.ENQUEUE_SEQUENCE_NUMBER);
    private static final byte[] MESSAGE_STATE = AmqpWriter.symbol(Annotations.MESSAGE_STATE);
    private static final byte[] LOCKED_UNTIL = AmqpWriter.symbol(Annotations.LOCKED_UNTIL);
    private static final byte[] DEAD_LETTER_SOURCE = AmqpWriter.symbol(Annotations.DEAD_LETTER_SOURCE);

    private final AmqpWriter writer = new AmqpWriter();

    /** A delivery: with its lock. */
    public byte[] encode(Delivery delivery) {
        return encode(delivery.message(), delivery.lockToken(), delivery.lockedUntil());
    }

    /** A look at a message, without a lock. */
    public byte[] encode(Message message) {
        return encode(message, null, 0);
    }

    private byte[] encode(Message message, UUID lockToken, long lockedUntil) {
        WireContent content = (WireContent) message.content();
        MessageSections sections = content.sections();
        writer.clear();
        writeHeader(sections, message.deliveryCount());
        if (lockToken != null) {
            writeDeliveryAnnotations(lockToken);
        }
        writeMessageAnnotations(sections, message, lockedUntil);
        writeProperties(sections, content.messageId(), message.expiresAt());
        writeApplicationProperties(sections, message.changes());
        int copied = sections.bytes.length - sections.body;
        int patched = writer.size();
        byte[] bytes = writer.toBytes(copied);
        System.arraycopy(sections.bytes, sections.body, bytes, patched, copied);
        return bytes;
    }

    /** Always written, even for a first delivery: clients read the header of every message without asking for it. */
    private void writeHeader(MessageSections sections, int deliveryCount) {
        writer.section(Section.HEADER);
        int at = writer.openCompound(LIST);
        int present = 0;
        if (sections.header >= 0) {
            AmqpCursor cursor = new AmqpCursor(sections.bytes, sections.header, sections.bytes.length);
            present = Math.min(cursor.enterCompound(), HEADER_DELIVERY_COUNT);
            copyValues(cursor, present);
        }
        for (int i = present; i < HEADER_DELIVERY_COUNT; i++) {
            writer.writeNull();
        }
        writer.writeUnsignedInt(deliveryCount);
        writer.closeCompound(at, HEADER_DELIVERY_COUNT + 1);
    }

    private void writeDeliveryAnnotations(UUID lockToken) {
        writer.section(Section.DELIVERY_ANNOTATIONS);
        int at = writer.openCompound(MAP);
        writer.put(LOCK_TOKEN);
        writer.writeUuid(lockToken);
        writer.closeCompound(at, 2);
    }

    private void writeMessageAnnotations(MessageSections sections, Message message, long lockedUntil) {
        writer.section(Section.MESSAGE_ANNOTATIONS);
        int at = writer.openCompound(MAP);
        int count = copyAnnotations(sections);
        writer.put(ENQUEUED_TIME);
        writer.writeTimestamp(message.enqueuedTime());
        writer.put(SEQUENCE_NUMBER);
        writer.writeLong(message.sequenceNumber());
        writer.put(ENQUEUE_SEQUENCE_NUMBER);
        writer.writeLong(message.enqueuedSequenceNumber());
        writer.put(MESSAGE_STATE);
        writer.writeInt(code(message.state()));
        count += 8;
        if (lockedUntil > 0) {
            writer.put(LOCKED_UNTIL);
            writer.writeTimestamp(lockedUntil);
            count += 2;
        }
        if (message.changes().deadLetterSource() != null) {
            writer.put(DEAD_LETTER_SOURCE);
            writer.writeString(message.changes().deadLetterSource());
            count += 2;
        }
        writer.closeCompound(at, count);
    }

    private static int code(MessageState state) {
        return switch (state) {
            case ACTIVE -> 0;
            case DEFERRED -> 1;
            case SCHEDULED -> 2;
        };
    }

    private int copyAnnotations(MessageSections sections) {
        if (sections.messageAnnotations < 0) {
            return 0;
        }
        AmqpCursor cursor = new AmqpCursor(sections.bytes, sections.messageAnnotations, sections.bytes.length);
        int pairs = cursor.enterCompound() / 2;
        int copied = 0;
        for (int i = 0; i < pairs; i++) {
            int start = cursor.position;
            String key = cursor.readText();
            cursor.skipValue();
            if (key == null || !Annotations.OWNED_BY_THE_BROKER.contains(key)) {
                writer.put(sections.bytes, start, cursor.position);
                copied += 2;
            }
        }
        return copied;
    }

    private void writeProperties(MessageSections sections, String stampedId, long expiresAt) {
        boolean expires = expiresAt != NewMessage.FOREVER;
        if (stampedId == null && !expires) {
            copySection(Section.PROPERTIES, sections.bytes, sections.properties);
            return;
        }
        writer.section(Section.PROPERTIES);
        int at = writer.openCompound(LIST);
        AmqpCursor cursor = null;
        int present = 0;
        if (sections.properties >= 0) {
            cursor = new AmqpCursor(sections.bytes, sections.properties, sections.bytes.length);
            present = cursor.enterCompound();
        }
        int count = Math.max(present, expires ? PROPERTY_EXPIRY + 1 : 1);
        for (int i = 0; i < count; i++) {
            writeProperty(i, i < present ? cursor : null, stampedId, expires ? expiresAt : 0);
        }
        writer.closeCompound(at, count);
    }

    private void writeProperty(int index, AmqpCursor original, String stampedId, long expiresAt) {
        boolean sentExpiry = index == PROPERTY_EXPIRY && original != null && original.peekCode() != NULL;
        boolean replaced =
                (index == 0 && stampedId != null) || (index == PROPERTY_EXPIRY && expiresAt > 0 && !sentExpiry);
        if (replaced) {
            if (original != null) {
                original.skipValue();
            }
            if (index == 0) {
                writer.writeString(stampedId);
            } else {
                writer.writeTimestamp(expiresAt);
            }
        } else if (original == null) {
            writer.writeNull();
        } else {
            copyValues(original, 1);
        }
    }

    private void writeApplicationProperties(MessageSections sections, Changes changes) {
        Map<String, Object> set = toSet(changes);
        if (set.isEmpty()) {
            copySection(Section.APPLICATION_PROPERTIES, sections.bytes, sections.applicationProperties);
            return;
        }
        writer.section(Section.APPLICATION_PROPERTIES);
        int at = writer.openCompound(MAP);
        int count = 0;
        if (sections.applicationProperties >= 0) {
            AmqpCursor cursor = new AmqpCursor(sections.bytes, sections.applicationProperties, sections.bytes.length);
            int pairs = cursor.enterCompound() / 2;
            for (int i = 0; i < pairs; i++) {
                int start = cursor.position;
                String key = cursor.readText();
                cursor.skipValue();
                if (!set.containsKey(key)) {
                    writer.put(sections.bytes, start, cursor.position);
                    count += 2;
                }
            }
        }
        for (Map.Entry<String, Object> entry : set.entrySet()) {
            writer.writeString(entry.getKey());
            writer.writeObject(entry.getValue());
            count += 2;
        }
        writer.closeCompound(at, count);
    }

    private static Map<String, Object> toSet(Changes changes) {
        if (changes.equals(Changes.NONE)) {
            return Map.of();
        }
        Map<String, Object> set = new LinkedHashMap<>(changes.properties());
        if (changes.deadLetterReason() != null) {
            set.put(DEAD_LETTER_REASON, changes.deadLetterReason());
        }
        if (changes.deadLetterDescription() != null) {
            set.put(DEAD_LETTER_DESCRIPTION, changes.deadLetterDescription());
        }
        return set;
    }

    private void copySection(int code, byte[] bytes, int at) {
        if (at >= 0) {
            writer.section(code);
            copyValues(new AmqpCursor(bytes, at, bytes.length), 1);
        }
    }

    private void copyValues(AmqpCursor cursor, int count) {
        int start = cursor.position;
        for (int i = 0; i < count; i++) {
            cursor.skipValue();
        }
        writer.put(cursor.bytes, start, cursor.position);
    }
}
