package dev.busway.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which dead letters are meant; every part that is given has to fit.
 *
 * @param sequenceNumbers exactly these; empty for any
 * @param reason this reason; null for any, empty for those without one
 * @param description this description; null for any, empty for those without one
 * @param messageId this message id; null for any
 * @param olderThan enqueued at least this long ago; null for any
 * @param youngerThan enqueued less than this long ago; null for any
 * @param properties application properties that must be there with these values, compared as text; empty for any
 */
public record DeadLetterFilter(
        Set<Long> sequenceNumbers,
        String reason,
        String description,
        String messageId,
        Duration olderThan,
        Duration youngerThan,
        Map<String, String> properties) {

    /** Every dead letter. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(Set.of(), null, null, null, null, null, Map.of());

    public DeadLetterFilter {
        sequenceNumbers = Set.copyOf(sequenceNumbers);
        properties = Map.copyOf(properties);
        requireNotNegative("older than", olderThan);
        requireNotNegative("younger than", youngerThan);
    }

    /** Exactly one dead letter. */
    public static DeadLetterFilter sequenceNumber(long number) {
        return new DeadLetterFilter(Set.of(number), null, null, null, null, null, Map.of());
    }

    /** One group as {@link DeadLetterGroup} names it. */
    public static DeadLetterFilter group(String reason, String description) {
        return new DeadLetterFilter(
                Set.of(),
                Objects.requireNonNull(reason, "reason"),
                Objects.requireNonNull(description, "description"),
                null,
                null,
                null,
                Map.of());
    }

    /** Whether nothing is asked for, so that every dead letter fits. */
    public boolean isAll() {
        return equals(ALL);
    }

    /** Whether the letter fits, its age taken at the given time. */
    public boolean matches(DeadLetter letter, Instant now) {
        return (sequenceNumbers.isEmpty() || sequenceNumbers.contains(letter.sequenceNumber()))
                && (reason == null || reason.equals(letter.reason()))
                && (description == null || description.equals(letter.description()))
                && (messageId == null || messageId.equals(letter.messageId()))
                && (olderThan == null || !letter.enqueuedAt().isAfter(now.minus(olderThan)))
                && (youngerThan == null || letter.enqueuedAt().isAfter(now.minus(youngerThan)))
                && hasProperties(letter);
    }

    private boolean hasProperties(DeadLetter letter) {
        return properties.entrySet().stream().allMatch(wanted -> {
            Object value = letter.properties().get(wanted.getKey());
            return value != null && wanted.getValue().equals(value.toString());
        });
    }

    private static void requireNotNegative(String name, Duration age) {
        if (age != null && age.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + age);
        }
    }
}
