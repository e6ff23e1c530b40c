package dev.busway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DeadLetterListingTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void groupsAreCountedAndTheLargestComesFirst() {
        var listing = new DeadLetterListing.Builder(DeadLetterFilter.ALL, 2, NOW);
        listing.add(DeadLetterFilterTest.letter(1, "A", "x"));
        listing.add(DeadLetterFilterTest.letter(2, "B", "x"));
        listing.add(DeadLetterFilterTest.letter(3, "B", "x"));

        DeadLetterListing built = listing.build("in", true);

        assertThat(built.total()).isEqualTo(3);
        assertThat(built.groups()).extracting(DeadLetterGroup::reason).containsExactly("B", "A");
        DeadLetterGroup largest = built.groups().get(0);
        assertThat(largest.count()).isEqualTo(2);
        assertThat(largest.oldest()).isBefore(largest.newest());
        assertThat(largest.example()).isEqualTo(2);
        assertThat(built.letters()).extracting(DeadLetter::sequenceNumber).containsExactly(1L, 2L);
    }

    @Test
    void memoryStaysBoundedWhenEveryDescriptionDiffers() {
        var listing = new DeadLetterListing.Builder(DeadLetterFilter.ALL, 10, NOW);
        for (int i = 1; i <= 5_000; i++) {
            listing.add(DeadLetterFilterTest.letter(i, "A", "line " + i));
        }

        DeadLetterListing built = listing.build("in", true);

        assertThat(built.total()).isEqualTo(5_000);
        assertThat(built.groups()).hasSize(DeadLetterListing.MAX_GROUPS);
        assertThat(built.letters()).hasSize(10);
    }
}
