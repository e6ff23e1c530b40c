package dev.busway.emulator.queue;

/** What all queues of one engine share. */
record Surroundings(Time time, Journal journal, LockTokens tokens, int maxMessageSize, MemoryBudget memory) {}
