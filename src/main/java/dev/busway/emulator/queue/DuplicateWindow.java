package dev.busway.emulator.queue;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The message ids that a queue has accepted within its duplicate detection window, oldest first. */
final class DuplicateWindow {

    private final long windowMillis;
    private final LinkedHashMap<Id, Long> acceptedAt = new LinkedHashMap<>();

    /** A window of 0 looks for no duplicates. */
    DuplicateWindow(long windowMillis) {
        this.windowMillis = windowMillis;
    }

    private record Id(String messageId, PartitionKey key) {}

    /**
     * Whether the id was accepted within the window; remembers it if not. No id is nobody's duplicate.
     *
     * @param key the messages that it is compared with have the same; null where the queue is not partitioned
     */
    boolean isDuplicate(String messageId, PartitionKey key, long now) {
        if (windowMillis == 0 || messageId == null) {
            return false;
        }
        forgetUntil(now - windowMillis);
        return acceptedAt.putIfAbsent(new Id(messageId, key), now) != null;
    }

    private void forgetUntil(long time) {
        Iterator<Map.Entry<Id, Long>> oldest = acceptedAt.entrySet().iterator();
        while (oldest.hasNext() && oldest.next().getValue() <= time) {
            oldest.remove();
        }
    }
}
