package dev.busway.emulator.queue;

import java.util.List;

/** Where messages come into an entity; queue and topic differ here and nowhere else. */
interface Inlet {

    /** Why these messages cannot be taken; null if they can. */
    Refusal check(List<NewMessage> messages);

    /** Why these messages, which can be taken, cannot be sent in this transaction; null if they can. */
    Refusal checkPartition(List<NewMessage> messages, Transaction transaction);

    long nextSequenceNumber();

    /** Takes a message that was checked; delivers nothing yet. */
    void accept(NewMessage message, long sequenceNumber, long transactionId);

    /** Delivers what was taken. */
    void pump();
}
