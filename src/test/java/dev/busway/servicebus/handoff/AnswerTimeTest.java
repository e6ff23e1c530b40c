package dev.busway.servicebus.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AnswerTimeTest {

    private final AnswerTime time = new AnswerTime();

    @Test
    void withoutAnyAnswerTheLeastIsWaited() {
        assertThat(time.untilOverdue()).isEqualTo(AnswerTime.LEAST);
    }

    @Test
    void aSlowNetworkHasLonger() {
        time.answered(Duration.ofSeconds(1).toNanos());

        assertThat(time.untilOverdue()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatIsFastAgainCountsAgainAfterAWhile() {
        time.answered(Duration.ofSeconds(1).toNanos());
        for (int i = 0; i < 40; i++) {
            time.answered(1);
        }

        assertThat(time.untilOverdue()).isEqualTo(AnswerTime.LEAST);
    }

    @Test
    void eachAnswerThatIsGivenUpDoublesTheTimeForTheNext() {
        time.givenUp();
        time.givenUp();
        assertThat(time.untilOverdue()).isEqualTo(AnswerTime.LEAST.multipliedBy(4));
        for (int i = 0; i < 40; i++) {
            time.givenUp();
        }
        assertThat(time.untilOverdue()).isEqualTo(AnswerTime.MOST);

        time.answered(1);

        assertThat(time.untilOverdue()).isEqualTo(AnswerTime.LEAST);
    }
}
