package dev.busway.deadletter;

import java.time.Instant;

/**
 * Dead letters that share a reason and a description.
 *
 * @param reason empty when nobody gave one
 * @param description empty when nobody gave one
 * @param count how many
 * @param oldest when the first of them was enqueued
 * @param newest when the last of them was enqueued
 * @param example the sequence number of one of them
 */
public record DeadLetterGroup(
        String reason, String description, long count, Instant oldest, Instant newest, long example) {

    static DeadLetterGroup of(DeadLetter letter) {
        return new DeadLetterGroup(
                letter.reason(),
                letter.description(),
                1,
                letter.enqueuedAt(),
                letter.enqueuedAt(),
                letter.sequenceNumber());
    }

    DeadLetterGroup with(DeadLetter letter) {
        Instant at = letter.enqueuedAt();
        return new DeadLetterGroup(
                reason,
                description,
                count + 1,
                at.isBefore(oldest) ? at : oldest,
                at.isAfter(newest) ? at : newest,
                example);
    }
}
