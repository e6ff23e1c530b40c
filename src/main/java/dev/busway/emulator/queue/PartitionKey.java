package dev.busway.emulator.queue;

import java.util.List;

/**
 * What decides in which partition of a partitioned entity a message lies: its session id, else its partition key, else,
 * where duplicates are looked for, its message id.
 */
record PartitionKey(String text) {

    /** The key of a message; null if it has none. */
    static PartitionKey of(NewMessage message, boolean looksForDuplicates) {
        if (message.sessionId() != null) {
            return new PartitionKey("key " + message.sessionId());
        } else if (message.partitionKey() != null) {
            return new PartitionKey("key " + message.partitionKey());
        }
        return looksForDuplicates && message.messageId() != null
                ? new PartitionKey("key " + message.messageId())
                : null;
    }

    /** The key of a message that is in the queue already; one that was sent without lies in a partition unlike any other. */
    static PartitionKey of(Message message, boolean looksForDuplicates) {
        PartitionKey key = of(message.sent(), looksForDuplicates);
        return key == null ? new PartitionKey("number " + message.sequenceNumber()) : key;
    }

    /** Why messages do not fit into a partitioned entity; null if they do. */
    static Refusal check(List<NewMessage> messages, String entity) {
        for (NewMessage message : messages) {
            if (message.sessionId() != null
                    && message.partitionKey() != null
                    && !message.sessionId().equals(message.partitionKey())) {
                return new Refusal.NotAllowed("Entity " + entity
                        + " is partitioned: session id and partition key of a message must be equal if it has both.");
            }
        }
        return null;
    }

    /** Why messages cannot be sent to a partitioned entity in this transaction; null if they can. */
    static Refusal claim(
            List<NewMessage> messages, boolean looksForDuplicates, String entity, Transaction transaction) {
        for (NewMessage message : messages) {
            Refusal refusal = transaction.claim(of(message, looksForDuplicates), entity);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }
}
