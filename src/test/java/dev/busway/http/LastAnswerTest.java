package dev.busway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LastAnswerTest {

    private long now;
    private int made;
    private final LastAnswer<Integer> answers = new LastAnswer<>(() -> ++made, 20, 50, () -> now);

    @Test
    void whoAsksNowAndThenAlwaysGetsANewOne() {
        for (int i = 1; i <= 1_000; i++) {
            assertThat(answers.get()).isEqualTo(i);
            now += Duration.ofMillis(50).toNanos();
        }
    }

    @Test
    void aFloodGetsTheLastOneAgain() {
        IntStream.range(0, 10_000).forEach(i -> answers.get());
        assertThat(made).isEqualTo(50);
        for (int i = 0; i < 10_000; i++) {
            now += Duration.ofMillis(1).toNanos();
            answers.get();
        }
        assertThat(made).isBetween(50 + 195, 50 + 201);
    }

    @Test
    void inAFloodNoAnswerIsOlderThanItsPartOfASecond() {
        IntStream.range(0, 10_000).forEach(i -> answers.get());
        int last = made;
        now += Duration.ofMillis(51).toNanos();
        assertThat(answers.get()).isEqualTo(last + 1);
    }
}
