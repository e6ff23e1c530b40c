package dev.busway.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Faults as JSON: {@code {"fault": "refuse", "step": "send", "queue": "orders", "condition": "..."}}. */
final class FaultJson {

    private static final String KINDS =
            "refuse, server-busy, delay, lose-answer, stall, cut-connection, detach-link, lose-lock, latency";

    private FaultJson() {}

    /**
     * Reads a fault.
     *
     * @throws IllegalArgumentException if it is none; names the field
     */
    static Fault fault(JsonNode json) {
        String queue = json.hasNonNull("queue") ? text(json, "queue") : null;
        return switch (text(json, "fault")) {
            case "refuse" -> new Fault.Refuse(step(json), queue, text(json, "condition"));
            case "server-busy" ->
                json.hasNonNull("wait")
                        ? new Fault.ServerBusy(queue, duration(json, "wait"))
                        : new Fault.ServerBusy(queue);
            case "delay" -> new Fault.Delay(step(json), queue, duration(json, "duration"));
            case "lose-answer" -> new Fault.LoseAnswer(step(json), queue);
            case "stall" -> new Fault.Stall(step(json), queue);
            case "cut-connection" -> new Fault.CutConnection(step(json), queue);
            case "detach-link" -> new Fault.DetachLink(step(json), queue, text(json, "condition"));
            case "lose-lock" -> new Fault.LoseLock(queue);
            case "latency" -> new Fault.Latency(duration(json, "toEmulator"), duration(json, "toClients"));
            default -> throw new IllegalArgumentException("fault must be one of " + KINDS);
        };
    }

    /** Activates what the JSON says, as often as it says: {@code forNext}, {@code probability} and {@code seed}. */
    static ActiveFault inject(Faults faults, JsonNode json) {
        Faults.Injection injection = faults.inject(fault(json));
        if (json.has("forNext")) {
            return injection.forNext(json.path("forNext").asInt());
        } else if (json.has("probability")) {
            return injection.withProbability(
                    json.path("probability").asDouble(-1), json.path("seed").asLong());
        }
        return injection.untilOff();
    }

    static ObjectNode show(long id, ActiveFault active) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("fault", active.fault().toString())
                .put("hits", active.hits())
                .put("active", active.isActive());
    }

    static Duration duration(JsonNode json, String field) {
        try {
            return Duration.parse(text(json, field));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(field + " must be an ISO 8601 duration such as PT0.1S", e);
        }
    }

    private static FaultStep step(JsonNode json) {
        try {
            return FaultStep.valueOf(text(json, "step").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "step must be one of send, settlement, renewal, management, attach, declare, discharge, token", e);
        }
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException(field + " must be a text");
        }
        return json.path(field).textValue();
    }
}
