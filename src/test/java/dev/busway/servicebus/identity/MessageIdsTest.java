package dev.busway.servicebus.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MessageIdsTest {

    @Test
    void anOutputIsNamedAfterItsInputAndItsQueue() {
        assertThat(MessageIds.ofOutput("order-1", "out", 0)).isEqualTo("order-1/out");
    }

    @Test
    void furtherOutputsToTheSameQueueAreNumbered() {
        assertThat(MessageIds.ofOutput("order-1", "out", 1)).isEqualTo("order-1/out/2");
        assertThat(MessageIds.ofOutput("order-1", "out", 2)).isEqualTo("order-1/out/3");
    }

    @Test
    void longIdsAreCutToWhatTheBrokerTakesAndStayDifferent() {
        String origin = "x".repeat(MessageIds.MAX_LENGTH);

        String first = MessageIds.ofOutput(origin, "out", 0);
        String second = MessageIds.ofOutput(origin, "out", 1);

        assertThat(first).hasSize(MessageIds.MAX_LENGTH).isNotEqualTo(second);
        assertThat(MessageIds.ofOutput(origin, "out", 0)).isEqualTo(first);
    }

    @Test
    void aCutNeverSplitsACharacter() {
        String id = "a".repeat(94) + "\uD83D\uDE8C".repeat(20);

        String cut = MessageIds.fit(id);

        assertThat(cut.length()).isLessThanOrEqualTo(MessageIds.MAX_LENGTH);
        assertThat(cut.substring(0, cut.indexOf('~'))
                        .codePoints()
                        .noneMatch(c -> Character.getType(c) == Character.SURROGATE))
                .isTrue();
    }
}
