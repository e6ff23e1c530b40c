package dev.busway.emulator.queue;

/** The encoded message as its sender made it; the engine keeps and returns the same object and never looks inside. */
public interface Content {

    /** Bytes that this message counts for against message size and entity size. */
    int size();
}
