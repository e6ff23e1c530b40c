package dev.busway.emulator.queue;

/** One piece of work of a transaction, which waits for the commit. */
interface Operation {

    /** How much of the transaction's limit it takes. */
    int weight();

    /** What it keeps in memory until the commit. */
    long bytes();

    /** Why it cannot be done now; null if it can. */
    Refusal obstacle();

    /** Does it; must not fail when there was no obstacle; delivers nothing yet. */
    void apply(long transactionId);

    /** Delivers what came of it. */
    void pump();

    /** Forgets it. */
    void undo();
}
