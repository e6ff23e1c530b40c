package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.AppState;
import dev.busway.servicebus.Counts;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateHistoryTest {

    private final RateHistory history = new RateHistory();

    @Test
    void aStepIsWhatWasAddedSinceTheLast() {
        history.step(List.of(report(10, 1)));
        history.step(List.of(report(15, 3)));
        assertThat(history.of("counter")).containsExactly(new RateHistory.Step(10, 1), new RateHistory.Step(5, 2));
    }

    @Test
    void aConsumerThatStartedAgainCountsFromNothing() {
        history.step(List.of(report(10, 1)));
        history.step(List.of(report(4, 0)));
        assertThat(history.of("counter")).containsExactly(new RateHistory.Step(10, 1), new RateHistory.Step(4, 0));
    }

    @Test
    void fifteenMinutesAreKeptAndAppsThatWentAreForgotten() {
        for (int i = 0; i < 1_000; i++) {
            history.step(List.of(report(i, 0)));
        }
        assertThat(history.of("counter")).hasSize(RateHistory.STEPS);
        history.step(List.of());
        assertThat(history.of("counter")).isEmpty();
    }

    private static AppReport report(long completed, long abandoned) {
        Counts counts = new Counts(0, completed, abandoned, 0, 0, 0, 0, 0, 0);
        return new AppReport("counter", "in", List.of("out"), AppState.RECEIVING, "", counts, 0, 0, null, null, null);
    }
}
