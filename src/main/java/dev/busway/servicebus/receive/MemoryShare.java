package dev.busway.servicebus.receive;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of the heap that the bodies in flight may take, over all apps that share it. Safe for any thread.
 *
 * <ol>
 *   <li>What an app holds and what it has asked the broker for, both in bytes, count from when they are told until they are
 *       told anew.
 *   <li>An app that holds nothing and has asked for nothing may ask for one message, however large it may be and however
 *       little is left: each app gets on.
 *   <li>Sizes are known only when messages come. Until then one counts as the largest of late, and the first few as
 *       {@value #UNKNOWN_BYTES} bytes.
 * </ol>
 */
public final class MemoryShare {

    /**
     * A body is in memory several times while its message is worked on: as bytes twice, as text, as objects, as output. With an
     * eighth, 240 bodies of 190 KB filled a heap of 358 MB.
     */
    private static final int PART_OF_THE_HEAP = 32;

    private static final int UNKNOWN_BYTES = 64 * 1024;

    /** Before a message has come nothing is known of the sizes. */
    private static final int FIRST_MESSAGES = 8;

    /** Properties, and what the host itself needs for a message. */
    private static final int BYTES_BESIDE_THE_BODY = 2048;

    private static final int DECAY = 16;

    private static final MemoryShare OF_THIS_PROCESS =
            new MemoryShare(Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP);

    private final Set<Part> parts = ConcurrentHashMap.newKeySet();
    private final long bytes;

    /** A share of a size of its own, in bytes. */
    public MemoryShare(long bytes) {
        this.bytes = bytes;
    }

    /** The one that all apps of this process share: a 32nd of the largest heap that it may have. */
    public static MemoryShare ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** What one app holds of it; nothing before it is opened. */
    Part part() {
        return new Part();
    }

    private long free() {
        long free = bytes;
        for (Part part : parts) {
            free -= part.held.get() + part.expected;
        }
        return free;
    }

    /** One app's part. All but what {@link #free} reads is touched inside the pump's serial only. */
    final class Part implements AutoCloseable {

        private final AtomicLong held = new AtomicLong();
        private volatile long expected;
        private long largest = UNKNOWN_BYTES;
        private boolean known;

        /** It counts from now on; does nothing when it counts already. */
        void open() {
            parts.add(this);
        }

        /** A message with a body of this size has come; gives what is to be let go when it has ended. */
        long hold(long bodyBytes) {
            long size = bodyBytes + BYTES_BESIDE_THE_BODY;
            largest = Math.max(size, largest - largest / DECAY);
            known = true;
            held.addAndGet(size);
            return size;
        }

        void letGo(long size) {
            held.addAndGet(-size);
        }

        /** How many more messages may be asked for, while so many are in flight and so many are expected. */
        int room(int inFlight, int outstanding) {
            long more = Math.max(0, free()) / largest;
            int most = known ? Integer.MAX_VALUE : Math.max(0, FIRST_MESSAGES - outstanding);
            int least = inFlight + outstanding == 0 ? 1 : 0;
            return (int) Math.max(least, Math.min(most, more));
        }

        /** So many messages have been asked for and may come. */
        void expect(int messages) {
            expected = messages * largest;
        }

        /** It counts no longer; may be opened again. */
        @Override
        public void close() {
            expected = 0;
            parts.remove(this);
        }
    }
}
