package dev.busway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DeadLetterFilterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void everythingFitsWhenNothingIsAskedFor() {
        assertThat(DeadLetterFilter.ALL.matches(letter(1, "", ""), NOW)).isTrue();
    }

    @Test
    void aGroupIsItsReasonAndDescriptionExactly() {
        DeadLetterFilter group = DeadLetterFilter.group("MalformedJson", "line 1");
        assertThat(group.matches(letter(1, "MalformedJson", "line 1"), NOW)).isTrue();
        assertThat(group.matches(letter(1, "MalformedJson", "line 12"), NOW)).isFalse();
        assertThat(group.matches(letter(1, "ValidationFailed", "line 1"), NOW)).isFalse();
    }

    @Test
    void agesAreCountedFromTheEnqueuedTime() {
        DeadLetter hourOld = letter(1, "r", "d");
        assertThat(older(Duration.ofMinutes(60)).matches(hourOld, NOW)).isTrue();
        assertThat(older(Duration.ofMinutes(61)).matches(hourOld, NOW)).isFalse();
        assertThat(younger(Duration.ofMinutes(61)).matches(hourOld, NOW)).isTrue();
        assertThat(younger(Duration.ofMinutes(60)).matches(hourOld, NOW)).isFalse();
    }

    @Test
    void propertiesAreComparedAsText() {
        DeadLetterFilter attempt = new DeadLetterFilter(Set.of(), null, null, null, null, null, Map.of("attempt", "3"));
        assertThat(attempt.matches(letter(1, "r", "d"), NOW)).isTrue();
        DeadLetterFilter missing = new DeadLetterFilter(Set.of(), null, null, null, null, null, Map.of("no", "3"));
        assertThat(missing.matches(letter(1, "r", "d"), NOW)).isFalse();
    }

    @Test
    void numbersAndIdsNameSingleLetters() {
        assertThat(DeadLetterFilter.sequenceNumber(7).matches(letter(7, "r", "d"), NOW))
                .isTrue();
        assertThat(DeadLetterFilter.sequenceNumber(7).matches(letter(8, "r", "d"), NOW))
                .isFalse();
        DeadLetterFilter id = new DeadLetterFilter(Set.of(), null, null, "id-7", null, null, Map.of());
        assertThat(id.matches(letter(7, "r", "d"), NOW)).isTrue();
        assertThat(id.matches(letter(8, "r", "d"), NOW)).isFalse();
    }

    @Test
    void aNegativeAgeIsRefusedByName() {
        assertThatThrownBy(() -> older(Duration.ofSeconds(-1))).hasMessageContaining("older than");
    }

    private static DeadLetterFilter older(Duration age) {
        return new DeadLetterFilter(Set.of(), null, null, null, age, null, Map.of());
    }

    private static DeadLetterFilter younger(Duration age) {
        return new DeadLetterFilter(Set.of(), null, null, null, null, age, Map.of());
    }

    static DeadLetter letter(long number, String reason, String description) {
        return new DeadLetter(
                number,
                "id-" + number,
                null,
                null,
                null,
                null,
                NOW.minus(Duration.ofHours(1)).plusSeconds(number - 1),
                4,
                reason,
                description,
                null,
                Map.of("attempt", 3),
                10);
    }
}
