package dev.busway.health;

import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.AppState;
import dev.busway.servicebus.ServiceBusReports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** One check per app: up when its link to the input queue is open and its outputs take messages, or it is closed on purpose. */
public final class AppsHealth implements HealthChecks {

    private final CamelContext context;

    public AppsHealth(CamelContext context) {
        this.context = context;
    }

    @Override
    public List<HealthCheckResponse> now() {
        List<AppReport> reports = ServiceBusReports.of(context);
        if (reports.isEmpty()) {
            // Camel's own health would be up here: what was removed is merely not asked any more.
            return List.of(HealthChecks.response("apps", false, Map.of("state", "no app is there")));
        }
        return reports.stream()
                .map(report -> check(report, isStartedByHand(report.app())))
                .toList();
    }

    /** Its route says {@code autoStartup: false}: that it does not run keeps no other app from working. */
    private boolean isStartedByHand(String app) {
        Route route = context.getRoute(app);
        return route != null && Boolean.FALSE.equals(route.isAutoStartup());
    }

    static HealthCheckResponse check(AppReport report) {
        return check(report, false);
    }

    private static HealthCheckResponse check(AppReport report, boolean startedByHand) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("state", report.state().name());
        data.put("detail", report.detail().isEmpty() ? null : report.detail());
        data.put("in", report.input());
        data.put("out", String.join(", ", report.outputs()));
        data.put("received", report.counts().received());
        data.put("completed", report.counts().completed());
        data.put("abandoned", report.counts().abandoned());
        data.put("deadLettered", report.counts().deadLettered());
        data.put("inFlight", report.inFlight());
        data.put("waitingForRedelivery", report.waitingForRedelivery());
        data.put(
                "lockSeconds",
                report.lock() == null ? null : Math.round(report.lock().toMillis() / 1000.0));
        data.put(
                "lastMessageAt",
                report.lastMessageAt() == null ? null : report.lastMessageAt().toString());
        if (report.lastError() != null) {
            data.put(
                    "lastError",
                    report.lastError().kind() + ": " + report.lastError().message());
            data.put("lastErrorAt", report.lastError().at().toString());
        }
        return HealthChecks.response(report.app(), isUp(report.state(), startedByHand), data);
    }

    private static boolean isUp(AppState state, boolean startedByHand) {
        return switch (state) {
            case RECEIVING, PAUSED, DRAINING -> true;
            case STOPPED -> startedByHand;
            case CONNECTING, STUCK, DISCONNECTED, OUTPUT_DOWN, THROTTLED -> false;
        };
    }
}
