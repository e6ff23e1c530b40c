package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.MemoryBudget;

/** The bytes of transfers that one connection has begun and not ended: part of the memory of all, and limited by itself. */
final class Unfinished {

    private final MemoryBudget memory;
    private final long limit;
    private long bytes;

    Unfinished(MemoryBudget memory, long limit) {
        this.memory = memory;
        this.limit = limit;
    }

    /** Takes more bytes into account; false if they are too many, which are accounted for all the same. */
    boolean hold(long more) {
        boolean fits = bytes + more <= limit && memory.hasRoomFor(more);
        bytes += more;
        memory.use(more);
        return more <= 0 || fits;
    }

    void release(long fewer) {
        bytes -= fewer;
        memory.use(-fewer);
    }
}
