package dev.busway.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.http.HttpPart;
import dev.busway.http.LastAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;

/**
 * Answers {@code /health}, {@code /health/live} and {@code /health/ready} in the JSON of MicroProfile Health: 200 when
 * every check is up, else 503.
 *
 * <p>The checks are MicroProfile's; the writer is ours, because the reporter of SmallRye gets its checks injected and
 * works only inside a CDI container.
 */
public final class HealthHttp implements HttpPart {

    private static final int PER_SECOND = 100;
    private static final int AT_ONCE = 100;

    private record Answer(int status, Buffer body) {}

    private final ObjectMapper json = new ObjectMapper();
    private final HealthChecks live;
    private final HealthChecks ready;

    /**
     * @param live what must hold for the process to be left alone; down gets it restarted
     * @param ready what must hold for messages to flow
     */
    public HealthHttp(HealthChecks live, HealthChecks ready) {
        this.live = live;
        this.ready = ready;
    }

    @Override
    public void addTo(Router router) {
        add(router, "/health", live.and(ready));
        add(router, "/health/live", live);
        add(router, "/health/ready", ready);
    }

    private void add(Router router, String path, HealthChecks checks) {
        LastAnswer<Answer> answers = LastAnswer.of(() -> answer(checks), PER_SECOND, AT_ONCE);
        router.get(path).handler(request -> {
            Answer answer = answers.get();
            request.response()
                    .setStatusCode(answer.status())
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(answer.body());
        });
    }

    private Answer answer(HealthChecks checks) {
        List<HealthCheckResponse> responses = checks.now();
        boolean up = responses.stream().allMatch(response -> response.getStatus() == Status.UP);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", up ? Status.UP : Status.DOWN);
        report.put("checks", responses.stream().map(HealthHttp::asMap).toList());
        try {
            return new Answer(up ? 200 : 503, Buffer.buffer(json.writeValueAsBytes(report)));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, Object> asMap(HealthCheckResponse response) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("name", response.getName());
        check.put("status", response.getStatus());
        response.getData().ifPresent(data -> check.put("data", data));
        return check;
    }
}
