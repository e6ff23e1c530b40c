package dev.busway.emulator.amqp.message;

import dev.busway.emulator.queue.Content;

/**
 * A message as the engine keeps it: the sender's bytes and where their sections lie.
 *
 * @param messageId stamped by the broker because the sender gave none, else {@code null}
 */
public record WireContent(MessageSections sections, String messageId) implements Content {

    @Override
    public int size() {
        return sections.size();
    }
}
