package dev.busway.routetest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One output as it must be.
 *
 * @param body JSON whose fields must all be there with these values; others may be there too. A text body is compared whole
 * @param exactBody JSON that the body must equal
 * @param at values by JSON pointer, such as {@code /lines/0}
 * @param absent JSON pointers at which there must be nothing
 * @param fields message id, subject and the like, by their names in {@link ObservedMessage#fields}
 * @param properties application properties; others may be there too
 * @param scheduledIn how long after the handoff it becomes visible, give or take {@link #TOLERANCE}
 */
record ExpectedMessage(
        Optional<JsonNode> body,
        Optional<JsonNode> exactBody,
        Map<String, JsonNode> at,
        List<String> absent,
        Map<String, String> fields,
        Map<String, JsonNode> properties,
        Optional<Duration> scheduledIn) {

    /** Between the moment a route computes a time and the moment it is read here. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    ExpectedMessage {
        at = Map.copyOf(at);
        absent = List.copyOf(absent);
        fields = Map.copyOf(fields);
        properties = Map.copyOf(properties);
    }
}
