package dev.busway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.AppState;
import dev.busway.servicebus.Counts;
import dev.busway.servicebus.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppsHealthTest {

    @ParameterizedTest
    @CsvSource({
        "RECEIVING, UP",
        "PAUSED, UP",
        "DRAINING, UP",
        "CONNECTING, DOWN",
        "STUCK, DOWN",
        "STOPPED, DOWN",
        "DISCONNECTED, DOWN"
    })
    void anAppIsUpWhenItsLinkIsOpenOrClosedOnPurpose(AppState state, Status status) {
        assertThat(AppsHealth.check(report(state, null)).getStatus()).isEqualTo(status);
    }

    @Test
    void aCheckTellsQueuesCountsAndTheLastError() {
        HealthCheckResponse check = AppsHealth.check(
                report(AppState.RECEIVING, new Problem(Instant.EPOCH, "MalformedJson", "line 1, column 2")));

        assertThat(check.getName()).isEqualTo("counter");
        assertThat(check.getData().orElseThrow())
                .containsEntry("state", "RECEIVING")
                .containsEntry("in", "counter-in")
                .containsEntry("out", "counter-out")
                .containsEntry("received", 5L)
                .containsEntry("deadLettered", 1L)
                .containsEntry("inFlight", 2)
                .containsEntry("lastError", "MalformedJson: line 1, column 2")
                .doesNotContainKeys("lastMessageAt", "detail");
    }

    private static AppReport report(AppState state, Problem problem) {
        Counts counts = new Counts(5, 3, 0, 1, 0, 0, 0, 0, 3);
        return new AppReport(
                "counter",
                "counter-in",
                List.of("counter-out"),
                state,
                "",
                counts,
                2,
                0,
                Duration.ofSeconds(60),
                null,
                problem);
    }
}
