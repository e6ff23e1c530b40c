package dev.busway.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.busway.text.Visible;
import java.io.PrintWriter;

/** Prints what the API of a host says of its apps for a person at a terminal. */
final class AppsPrinter {

    private static final String ROW = "%-24s  %-12s  %9s  %7s  %8s  %10s  %13s  %s%n";

    private final PrintWriter out;

    AppsPrinter(PrintWriter out) {
        this.out = out;
    }

    /** The whole answer of the API. */
    void table(JsonNode answer) {
        JsonNode apps = answer.path("apps");
        if (apps.isEmpty()) {
            out.println("No app of this host receives from Service Bus.");
        } else {
            out.printf(ROW, "app", "state", "in flight", "waiting", "at once", "completed", "dead-lettered", "queues");
        }
        apps.forEach(this::row);
        out.flush();
    }

    /** One app after it was told something. */
    void line(JsonNode app) {
        out.printf(
                "%s: %s, %d in flight, %s at once%n",
                text(app.path("app")),
                text(app.path("state")),
                app.path("inFlight").asInt(),
                text(app.path("concurrency")));
        out.flush();
    }

    private void row(JsonNode app) {
        out.printf(
                ROW,
                text(app.path("app")),
                text(app.path("state")),
                text(app.path("inFlight")),
                text(app.path("waitingForRedelivery")),
                text(app.path("concurrency")),
                text(app.path("counts").path("completed")),
                text(app.path("counts").path("deadLettered")),
                queues(app));
        note("", app.path("detail"));
        JsonNode error = app.path("lastError");
        note("last error, " + text(error.path("at")) + ": " + text(error.path("kind")) + " ", error.path("message"));
    }

    private void note(String before, JsonNode text) {
        if (!text(text).isEmpty()) {
            out.println("    " + before + text(text));
        }
    }

    private static String queues(JsonNode app) {
        StringBuilder queues = new StringBuilder(text(app.path("input"))).append(" ->");
        app.path("outputs").forEach(output -> queues.append(' ').append(text(output)));
        return queues.toString();
    }

    private static String text(JsonNode value) {
        return Visible.line(value.asText("").strip());
    }
}
