package dev.busway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.AppState;
import dev.busway.servicebus.Counts;
import dev.busway.servicebus.MessageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostMetricsTest {

    private static final Pattern SERIES =
            Pattern.compile("\\b((?:busway|messaging|jvm|process|system)_[a-z_]+)\\b(?!\\s*=[~\"=])");
    private static final Pattern LABEL_LISTS = Pattern.compile("(?:by|without) \\(([^)]*)\\)|\\{([^{}]*)}");

    private List<AppReport> reports = List.of(report(new Counts(10, 7, 1, 2, 3, 4, 5, 6, 8)));
    private final HostMetrics metrics = new HostMetrics(() -> reports);

    @Test
    void everyCountOfTheReportIsThereUnderItsName() {
        String input = "app=\"counter\",messaging_destination_name=\"counter-in\"";
        assertThat(lines())
                .contains(
                        "messaging_client_consumed_messages_total{" + input + ",messaging_system=\"servicebus\"} 10.0")
                .contains(
                        "messaging_client_sent_messages_total{app=\"counter\",messaging_destination_name=\"counter-out\","
                                + "messaging_system=\"servicebus\"} 8.0")
                .contains(settled("complete", 7), settled("abandon", 1), settled("dead_letter", 2))
                .contains(settled("release", 4), settled("schedule", 6))
                .contains("busway_messages_redelivered_total{" + input + ",messaging_system=\"servicebus\"} 3.0")
                .contains("busway_messages_lock_lost_total{" + input + ",messaging_system=\"servicebus\"} 5.0")
                .contains("busway_messages_in_flight{" + input + ",messaging_system=\"servicebus\"} 11.0")
                .contains("busway_messages_waiting_for_redelivery{" + input + ",messaging_system=\"servicebus\"} 9.0")
                .contains("busway_app_state{app=\"counter\",messaging_system=\"servicebus\",state=\"paused\"} 1.0")
                .contains("busway_app_state{app=\"counter\",messaging_system=\"servicebus\",state=\"receiving\"} 0.0");
    }

    @Test
    void messagesAreTimed() {
        metrics.observer().settled("counter", MessageOutcome.COMPLETED, TimeUnit.MILLISECONDS.toNanos(3), 40);
        metrics.observer().settled("counter", MessageOutcome.ABANDONED, -1, 40);
        metrics.observer().handedOff("counter", 20);
        metrics.observer().lockRenewed("counter", true);
        assertThat(lines())
                .contains("messaging_process_duration_seconds_bucket{app=\"counter\",messaging_system=\"servicebus\","
                        + "outcome=\"completed\",le=\"0.005\"} 1")
                .contains("messaging_process_duration_seconds_count{app=\"counter\",messaging_system=\"servicebus\","
                        + "outcome=\"abandoned\"} 0")
                .contains(
                        "busway_message_critical_time_seconds_count{app=\"counter\",messaging_system=\"servicebus\"} 1")
                .contains("busway_handoff_group_size_sum{app=\"counter\"} 20.0")
                .contains("busway_lock_renewals_total{app=\"counter\",result=\"renewed\"} 1.0")
                .contains("busway_lock_renewals_total{app=\"counter\",result=\"failed\"} 0.0");
    }

    @Test
    void anAppThatHasGoneTakesItsSeriesAlong() {
        assertThat(metrics.scrape()).contains("busway_messages_in_flight{app=\"counter\"");
        reports = List.of();
        assertThat(metrics.scrape()).doesNotContain("busway_messages_in_flight{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/grafana/busway.json", "deploy/alerts/busway.rules.yaml"})
    void dashboardAndAlertsNameOnlySeriesThatTheHostHas(String file) throws IOException {
        Set<String> ours = new TreeSet<>();
        metrics.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> ours.add(line.split("[{ ]", 2)[0]));
        Set<String> named = new TreeSet<>();
        String text = Files.readString(Path.of(file));
        Matcher series =
                SERIES.matcher(LABEL_LISTS.matcher(text.replace("\\\"", "\"")).replaceAll(" "));
        while (series.find()) {
            named.add(series.group(1));
        }
        assertThat(named).hasSizeGreaterThan(5);
        assertThat(ours).containsAll(named);
    }

    private List<String> lines() {
        return metrics.scrape().lines().toList();
    }

    private static String settled(String disposition, int count) {
        return "busway_messages_settled_total{app=\"counter\",messaging_destination_name=\"counter-in\","
                + "messaging_servicebus_disposition_status=\"" + disposition + "\",messaging_system=\"servicebus\"} "
                + count + ".0";
    }

    private static AppReport report(Counts counts) {
        return new AppReport(
                "counter",
                "counter-in",
                List.of("counter-out"),
                AppState.PAUSED,
                "",
                counts,
                11,
                9,
                null,
                Instant.EPOCH.plusSeconds(5),
                null);
    }
}
