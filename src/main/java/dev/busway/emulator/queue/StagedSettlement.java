package dev.busway.emulator.queue;

import java.util.UUID;

/** A settlement that is done when its transaction is committed; until then the message stays locked. */
record StagedSettlement(Store store, Stored stored, UUID lockToken, Settlement settlement) implements Operation {

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public Refusal obstacle() {
        return store.findLocked(lockToken) == stored ? null : store.lockLost(lockToken);
    }

    @Override
    public void apply(long transactionId) {
        store.outcomes().settle(stored, settlement, transactionId);
    }

    @Override
    public void pump() {
        store.pump();
    }

    @Override
    public void undo() {
        if (lockToken.equals(stored.lockToken())) {
            stored.enlist(null);
        }
    }
}
