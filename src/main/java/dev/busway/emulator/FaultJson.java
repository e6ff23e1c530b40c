package dev.busway.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Faults as JSON: {@code {"fault": "refuse", "step": "send", "queue": "orders", "condition": "..."}}. */
final class FaultJson {

    private static final String KINDS =
            "refuse, server-busy, delay, lose-answer, stall, cut-connection, detach-link, lose-lock, latency";

    private static final Set<String> TIMING = Set.of("fault", "forNext", "probability", "seed");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "refuse", Set.of("step", "queue", "condition"),
            "server-busy", Set.of("queue", "wait"),
            "delay", Set.of("step", "queue", "duration"),
            "lose-answer", Set.of("step", "queue"),
            "stall", Set.of("step", "queue"),
            "cut-connection", Set.of("step", "queue"),
            "detach-link", Set.of("step", "queue", "condition"),
            "lose-lock", Set.of("queue"),
            "latency", Set.of("toEmulator", "toClients"));

    private FaultJson() {}

    /**
     * Reads a fault.
     *
     * @throws IllegalArgumentException if it is none; names the field
     */
    static Fault fault(JsonNode json) {
        allowOnly(json);
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
        if (json.has("forNext") && json.has("probability")) {
            throw new IllegalArgumentException("forNext and probability exclude each other");
        }
        if (json.has("seed") && !json.has("probability")) {
            throw new IllegalArgumentException("seed belongs to a probability");
        }
        if (json.has("forNext")) {
            if (!json.path("forNext").isInt()) {
                throw new IllegalArgumentException("forNext must be a whole number");
            }
            return injection.forNext(json.path("forNext").intValue());
        } else if (json.has("probability")) {
            if (!json.path("probability").isNumber()
                    || (json.has("seed") && !json.path("seed").isIntegralNumber())) {
                throw new IllegalArgumentException("probability and seed must be numbers");
            }
            return injection.withProbability(
                    json.path("probability").doubleValue(), json.path("seed").asLong());
        }
        return injection.untilOff();
    }

    /** A misspelt field would make another fault than the one that is meant, and without a word. */
    private static void allowOnly(JsonNode json) {
        Set<String> known = new TreeSet<>(TIMING);
        known.addAll(FIELDS.getOrDefault(text(json, "fault"), Set.of()));
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(name + " is unknown here; known are " + String.join(", ", known));
            }
        });
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
