package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.management.Reply;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.message.Message;

/** Something that answers requests: the token node, or the management node of an entity. */
interface RequestNode {

    /**
     * Carries out a request.
     *
     * @param transaction the transaction that the request belongs to, or {@code null}
     */
    Reply answer(Message request, Binary transaction);

    /** Which kind of step a request is to the {@link Interference}. */
    Interference.Step step(Message request);

    /** The entity that the node belongs to; empty for none. */
    String entity();
}
