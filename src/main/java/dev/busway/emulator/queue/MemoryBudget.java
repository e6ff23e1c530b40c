package dev.busway.emulator.queue;

/**
 * What all messages of an emulator may take together, stored, waiting for a commit or not yet wholly received; so that a
 * backlog ends with a refusal and not with an {@link OutOfMemoryError}.
 */
public final class MemoryBudget {

    /** What a stored message takes beside its bytes, measured roughly. */
    static final int PER_MESSAGE = 500;

    private final long limit;
    private long used;

    MemoryBudget(long limit) {
        this.limit = limit;
    }

    public long limit() {
        return limit;
    }

    /** Whether so many bytes more would be within the limit. */
    public boolean hasRoomFor(long bytes) {
        return used + bytes <= limit;
    }

    /** Notes bytes that are held, or given back when negative. */
    public void use(long bytes) {
        used += bytes;
    }

    /** What messages take when they are stored. */
    static long of(Iterable<NewMessage> messages) {
        long bytes = 0;
        for (NewMessage message : messages) {
            bytes += message.content().size() + PER_MESSAGE;
        }
        return bytes;
    }
}
