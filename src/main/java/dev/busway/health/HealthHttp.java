package dev.busway.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.http.HttpPart;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
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
        HealthChecks all = live.and(ready);
        router.get("/health").handler(request -> answer(request, all));
        router.get("/health/live").handler(request -> answer(request, live));
        router.get("/health/ready").handler(request -> answer(request, ready));
    }

    private void answer(RoutingContext request, HealthChecks checks) {
        List<HealthCheckResponse> responses = checks.now();
        boolean up = responses.stream().allMatch(response -> response.getStatus() == Status.UP);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", up ? Status.UP : Status.DOWN);
        report.put("checks", responses.stream().map(HealthHttp::asMap).toList());
        try {
            request.response()
                    .setStatusCode(up ? 200 : 503)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .end(json.writeValueAsString(report));
        } catch (JsonProcessingException e) {
            request.fail(e);
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
