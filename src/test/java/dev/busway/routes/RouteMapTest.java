package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RouteMapTest {

    private final RouteMap map = new RouteCheck(context -> {})
            .map(List.of(
                    Path.of("routes/counter.camel.yaml"),
                    Path.of("routes/error-handling.camel.yaml"),
                    Path.of("routes/feedback-form.camel.yaml")));

    @Test
    void tableNamesTheQueuesOfEachApp() {
        assertThat(map.table().lines().toList())
                .hasSize(3)
                .anyMatch(line ->
                        line.matches("counter +counter-in +counter-out +.*counter.camel.yaml +Texts in, counts out"));
    }

    @Test
    void diagramJoinsQueuesAndApps() {
        assertThat(map.mermaid()).startsWith("""
                        flowchart LR
                            queue1[("counter-in")]
                            app1["counter"]
                            queue1 --> app1
                            queue2[("counter-out")]
                            app1 --> queue2
                        """);
    }
}
