package dev.busway.emulator.amqp.message;

import dev.busway.emulator.queue.NewMessage;
import java.util.UUID;

/** Reads from a sender's bytes what the engine acts on; everything else stays encoded. */
public final class MessageDecoder {

    private MessageDecoder() {}

    /**
     * A message for the engine; one without a message id gets one, because clients name a message by its id when they
     * renew its lock.
     *
     * @throws MalformedMessage when the bytes are not one whole message
     */
    public static NewMessage decode(byte[] bytes) {
        MessageSections sections = MessageSections.of(bytes);
        String messageId = sections.messageId();
        String stamped = messageId == null ? UUID.randomUUID().toString().replace("-", "") : null;
        Long timeToLive = sections.timeToLive();
        Long scheduled = sections.scheduledEnqueueTime();
        return new NewMessage(
                messageId == null ? stamped : messageId,
                sections.sessionId(),
                sections.partitionKey(),
                timeToLive == null || timeToLive < 0 ? NewMessage.FOREVER : timeToLive,
                scheduled == null ? NewMessage.NOT_SCHEDULED : scheduled,
                new WireContent(sections, stamped));
    }
}
