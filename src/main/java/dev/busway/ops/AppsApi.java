package dev.busway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.Counts;
import dev.busway.servicebus.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/apps}: what the apps do, and pause, resume, drain and concurrency of one. */
final class AppsApi {

    static final int MAX_CONCURRENCY = 1_000;

    private final AppControl apps;
    private final RateHistory history;

    AppsApi(AppControl apps, RateHistory history) {
        this.apps = apps;
        this.history = history;
    }

    OpsResponse list(Access access) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("now", Instant.now().toString());
        all.put("access", access.kind());
        all.put("stepSeconds", RateHistory.STEP.toSeconds());
        all.put("steps", RateHistory.STEPS);
        all.put("apps", apps.reports().stream().map(this::json).toList());
        return OpsResponse.json(200, all);
    }

    OpsResponse act(String app, String verb) {
        boolean found =
                switch (verb) {
                    case "pause" -> apps.pause(app);
                    case "resume" -> apps.resume(app);
                    case "drain" -> apps.drain(app);
                    default -> throw new Refusal(404, "an app can be told to pause, resume or drain");
                };
        return answer(app, found);
    }

    OpsResponse concurrency(String app, JsonNode body) {
        JsonNode wanted = body.path("concurrency");
        if (!wanted.isIntegralNumber() || wanted.asLong() < 1 || wanted.asLong() > MAX_CONCURRENCY) {
            throw new Refusal(400, "concurrency must be a whole number from 1 to " + MAX_CONCURRENCY);
        }
        return answer(app, apps.concurrency(app, wanted.asInt()));
    }

    private OpsResponse answer(String app, boolean found) {
        if (!found) {
            throw new Refusal(404, "there is no such app");
        }
        return apps.reports().stream()
                .filter(report -> report.app().equals(app))
                .findFirst()
                .map(report -> OpsResponse.json(200, json(report)))
                .orElseGet(() -> OpsResponse.json(200, Map.of("app", app)));
    }

    private Map<String, Object> json(AppReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("app", report.app());
        json.put("input", report.input());
        json.put("outputs", report.outputs());
        json.put("state", report.state().name());
        json.put("detail", report.detail());
        json.put("counts", json(report.counts()));
        json.put("inFlight", report.inFlight());
        json.put("waitingForRedelivery", report.waitingForRedelivery());
        json.put(
                "lastMessageAt",
                report.lastMessageAt() == null ? null : report.lastMessageAt().toString());
        json.put("lastError", report.lastError() == null ? null : json(report.lastError()));
        apps.concurrency(report.app()).ifPresent(atOnce -> json.put("concurrency", atOnce));
        List<RateHistory.Step> steps = history.of(report.app());
        json.put(
                "completedSteps",
                steps.stream().map(RateHistory.Step::completed).toList());
        json.put("failedSteps", steps.stream().map(RateHistory.Step::failed).toList());
        return json;
    }

    private static Map<String, Object> json(Counts counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("received", counts.received());
        json.put("completed", counts.completed());
        json.put("abandoned", counts.abandoned());
        json.put("deadLettered", counts.deadLettered());
        json.put("redelivered", counts.redelivered());
        json.put("released", counts.released());
        json.put("lockLost", counts.lockLost());
        json.put("scheduled", counts.scheduled());
        json.put("sent", counts.sent());
        return json;
    }

    private static Map<String, Object> json(Problem problem) {
        return Map.of("at", problem.at().toString(), "kind", problem.kind(), "message", problem.message());
    }
}
