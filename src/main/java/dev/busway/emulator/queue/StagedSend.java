package dev.busway.emulator.queue;

import java.util.List;

/** Messages that are sent when their transaction is committed; sequence numbers are null where nobody was told them. */
record StagedSend(Inlet inlet, List<NewMessage> messages, List<Long> sequenceNumbers) implements Operation {

    @Override
    public int weight() {
        return messages.size();
    }

    @Override
    public long bytes() {
        return MemoryBudget.of(messages);
    }

    @Override
    public Refusal obstacle() {
        return inlet.check(messages);
    }

    @Override
    public void apply(long transactionId) {
        for (int i = 0; i < messages.size(); i++) {
            long number = sequenceNumbers == null ? inlet.nextSequenceNumber() : sequenceNumbers.get(i);
            inlet.accept(messages.get(i), number, transactionId);
        }
    }

    @Override
    public void pump() {
        inlet.pump();
    }

    @Override
    public void undo() {
        // nothing was taken yet
    }
}
