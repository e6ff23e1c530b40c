package dev.busway.emulator.queue;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a queue or subscription behaves.
 *
 * @param name up to 260 characters; for a subscription its own name without the topic
 * @param lockDuration 5 s to 5 min, default 60 s
 * @param maxDeliveryCount at least 1, default 10: after so many deliveries a message is dead-lettered
 * @param defaultTimeToLive the longest a message may wait, default {@link #FOREVER}
 * @param deadLetterOnExpiry whether an expired message is dead-lettered (else dropped), default false
 * @param duplicateDetectionWindow 20 s to 7 d; default zero: duplicates are not looked for
 * @param requiresSession whether messages are received by message session only, default false
 * @param maxSizeInBytes what all messages together may take, default 1 GiB
 * @param partitioned whether its messages are spread by partition key, which binds transactions and duplicate detection
 *     to one key, default false
 */
public record QueueSettings(
        String name,
        Duration lockDuration,
        int maxDeliveryCount,
        Duration defaultTimeToLive,
        boolean deadLetterOnExpiry,
        Duration duplicateDetectionWindow,
        boolean requiresSession,
        long maxSizeInBytes,
        boolean partitioned) {

    /** A time to live that never ends. */
    public static final Duration FOREVER = Duration.ofMillis(NewMessage.FOREVER);

    static final int LONGEST_NAME = 260;

    public QueueSettings {
        Objects.requireNonNull(name, "name");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("name must have 1 to " + LONGEST_NAME + " characters: '" + name + "'");
        }
        within("lockDuration", lockDuration, Duration.ofSeconds(5), Duration.ofMinutes(5));
        if (maxDeliveryCount < 1) {
            throw new IllegalArgumentException("maxDeliveryCount must be at least 1: " + maxDeliveryCount);
        }
        within("defaultTimeToLive", defaultTimeToLive, Duration.ofMillis(1), FOREVER);
        Objects.requireNonNull(duplicateDetectionWindow, "duplicateDetectionWindow");
        if (!duplicateDetectionWindow.isZero()) {
            within("duplicateDetectionWindow", duplicateDetectionWindow, Duration.ofSeconds(20), Duration.ofDays(7));
        }
        if (maxSizeInBytes < 1) {
            throw new IllegalArgumentException("maxSizeInBytes must be at least 1: " + maxSizeInBytes);
        }
    }

    /** A queue with all defaults. */
    public static QueueSettings of(String name) {
        return new QueueSettings(
                name, Duration.ofSeconds(60), 10, FOREVER, false, Duration.ZERO, false, 1L << 30, false);
    }

    public QueueSettings withName(String newName) {
        return change(draft -> draft.name = newName);
    }

    public QueueSettings withLockDuration(Duration duration) {
        return change(draft -> draft.lockDuration = duration);
    }

    public QueueSettings withMaxDeliveryCount(int count) {
        return change(draft -> draft.maxDeliveryCount = count);
    }

    public QueueSettings withDefaultTimeToLive(Duration duration) {
        return change(draft -> draft.defaultTimeToLive = duration);
    }

    public QueueSettings withDeadLetterOnExpiry(boolean deadLetter) {
        return change(draft -> draft.deadLetterOnExpiry = deadLetter);
    }

    public QueueSettings withDuplicateDetectionWindow(Duration window) {
        return change(draft -> draft.duplicateDetectionWindow = window);
    }

    public QueueSettings withRequiresSession(boolean required) {
        return change(draft -> draft.requiresSession = required);
    }

    public QueueSettings withMaxSizeInBytes(long bytes) {
        return change(draft -> draft.maxSizeInBytes = bytes);
    }

    public QueueSettings withPartitioned(boolean spread) {
        return change(draft -> draft.partitioned = spread);
    }

    private QueueSettings change(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** The same lock duration, but nothing expires, is dead-lettered by the broker, or needs a session. */
    QueueSettings asDeadLetterQueue() {
        return of(name).withLockDuration(lockDuration)
                .withMaxDeliveryCount(Integer.MAX_VALUE)
                .withMaxSizeInBytes(Long.MAX_VALUE);
    }

    private static void within(String property, Duration value, Duration least, Duration most) {
        Objects.requireNonNull(value, property);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(property + " must be " + least + " to " + most + ": " + value);
        }
    }

    /** Settings while one of them is changed. */
    private static final class Draft {

        private String name;
        private Duration lockDuration;
        private int maxDeliveryCount;
        private Duration defaultTimeToLive;
        private boolean deadLetterOnExpiry;
        private Duration duplicateDetectionWindow;
        private boolean requiresSession;
        private long maxSizeInBytes;
        private boolean partitioned;

        private Draft(QueueSettings from) {
            name = from.name;
            lockDuration = from.lockDuration;
            maxDeliveryCount = from.maxDeliveryCount;
            defaultTimeToLive = from.defaultTimeToLive;
            deadLetterOnExpiry = from.deadLetterOnExpiry;
            duplicateDetectionWindow = from.duplicateDetectionWindow;
            requiresSession = from.requiresSession;
            maxSizeInBytes = from.maxSizeInBytes;
            partitioned = from.partitioned;
        }

        private QueueSettings done() {
            return new QueueSettings(
                    name,
                    lockDuration,
                    maxDeliveryCount,
                    defaultTimeToLive,
                    deadLetterOnExpiry,
                    duplicateDetectionWindow,
                    requiresSession,
                    maxSizeInBytes,
                    partitioned);
        }
    }
}
