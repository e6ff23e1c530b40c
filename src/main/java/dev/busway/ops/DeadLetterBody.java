package dev.busway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.busway.deadletter.DeadLetterFilter;
import dev.busway.deadletter.MessageEdit;
import dev.busway.deadletter.PurgeOptions;
import dev.busway.deadletter.ResubmitOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads what a request wants done with dead letters; anything unknown or of the wrong kind is refused by its name. */
final class DeadLetterBody {

    private static final Set<String> FILTER = Set.of(
            "sequenceNumbers",
            "reason",
            "description",
            "messageId",
            "olderThanSeconds",
            "youngerThanSeconds",
            "properties");
    private static final Set<String> RESUBMIT =
            Set.of("filter", "all", "to", "keepMessageId", "perSecond", "limit", "dryRun", "edit");
    private static final Set<String> PURGE = Set.of("filter", "all", "confirm", "perSecond", "limit", "dryRun");
    private static final Set<String> EDIT = Set.of("body", "set", "remove");
    private static final int MAX_NUMBERS = 10_000;

    private DeadLetterBody() {}

    static DeadLetterFilter filter(JsonNode body) {
        JsonNode node = body.path("filter");
        onlyKnown(node, FILTER);
        DeadLetterFilter filter = new DeadLetterFilter(
                numbers(node.path("sequenceNumbers")),
                text(node, "reason"),
                text(node, "description"),
                text(node, "messageId"),
                seconds(node, "olderThanSeconds"),
                seconds(node, "youngerThanSeconds"),
                texts(node.path("properties")));
        if (filter.isAll() && !flag(body, "all")) {
            throw new Refusal(400, "say which ones by a filter, or all: true");
        }
        return filter;
    }

    static ResubmitOptions resubmit(JsonNode body) {
        onlyKnown(body, RESUBMIT);
        JsonNode edit = body.path("edit");
        onlyKnown(edit, EDIT);
        Set<String> remove = new HashSet<>();
        edit.path("remove").forEach(name -> remove.add(name.asText()));
        return new ResubmitOptions(
                queueName(text(body, "to")),
                flag(body, "keepMessageId"),
                body.path("perSecond").asDouble(0),
                body.path("limit").asInt(0),
                flag(body, "dryRun"),
                new MessageEdit(text(edit, "body"), texts(edit.path("set")), remove));
    }

    static PurgeOptions purge(JsonNode body) {
        onlyKnown(body, PURGE);
        return new PurgeOptions(
                flag(body, "confirm"),
                body.path("perSecond").asDouble(0),
                body.path("limit").asInt(0),
                flag(body, "dryRun"));
    }

    /** The name itself when it can be one; null for null. */
    static String queueName(String name) {
        if (name != null && !name.matches("[A-Za-z0-9][A-Za-z0-9._/~-]{0,259}")) {
            throw new Refusal(400, "that is no name of a queue");
        }
        return name;
    }

    private static void onlyKnown(JsonNode node, Set<String> known) {
        node.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                throw new Refusal(
                        400,
                        "unknown field; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Refusal(400, field + " must be a string");
        }
        return value.asText();
    }

    private static boolean flag(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new Refusal(400, field + " must be true or false");
        }
        return value.asBoolean();
    }

    private static Duration seconds(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || value.asLong() < 0) {
            throw new Refusal(400, field + " must be a number of seconds from 0");
        }
        return Duration.ofSeconds(value.asLong());
    }

    private static Set<Long> numbers(JsonNode node) {
        Set<Long> numbers = new HashSet<>();
        for (JsonNode number : node) {
            // As text too: a browser's numbers end at 2^53, sequence numbers of partitioned queues do not.
            if (!number.asText().matches("\\d{1,18}") || numbers.size() == MAX_NUMBERS) {
                throw new Refusal(400, "sequenceNumbers must be at most " + MAX_NUMBERS + " whole numbers");
            }
            numbers.add(number.asLong());
        }
        return numbers;
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
