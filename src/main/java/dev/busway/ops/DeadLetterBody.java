package dev.busway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.busway.deadletter.DeadLetterFilter;
import dev.busway.deadletter.MessageEdit;
import dev.busway.deadletter.PurgeOptions;
import dev.busway.deadletter.ResubmitOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
    private static final Set<String> PARAMETERS =
            Set.of("reason", "description", "messageId", "olderThanSeconds", "youngerThanSeconds", "letters");
    private static final String PROPERTY = "property.";
    private static final int MAX_NUMBERS = 10_000;

    private DeadLetterBody() {}

    static DeadLetterFilter filter(JsonNode body) {
        JsonNode node = object(body, "filter", FILTER);
        DeadLetterFilter filter = new DeadLetterFilter(
                numbers(list(node, "sequenceNumbers")),
                text(node, "reason"),
                text(node, "description"),
                text(node, "messageId"),
                seconds(node, "olderThanSeconds"),
                seconds(node, "youngerThanSeconds"),
                texts(node, "properties"));
        if (filter.isAll() && !flag(body, "all")) {
            throw new Refusal(400, "say which ones by a filter, or all: true");
        }
        return filter;
    }

    /** The same out of the parameters of an address; a property is asked for as {@code property.<name>=<value>}. */
    static DeadLetterFilter filter(Map<String, String> parameters) {
        Map<String, String> properties = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(PROPERTY)) {
                properties.put(name.substring(PROPERTY.length()), value);
            } else if (!PARAMETERS.contains(name)) {
                throw unknown("parameter", PARAMETERS, PROPERTY + "<name>");
            }
        });
        return new DeadLetterFilter(
                Set.of(),
                parameters.get("reason"),
                parameters.get("description"),
                parameters.get("messageId"),
                seconds(parameters, "olderThanSeconds"),
                seconds(parameters, "youngerThanSeconds"),
                properties);
    }

    static ResubmitOptions resubmit(JsonNode body) {
        onlyKnown(body, RESUBMIT);
        JsonNode edit = object(body, "edit", EDIT);
        Set<String> remove = new HashSet<>();
        list(edit, "remove").forEach(name -> remove.add(name.asText()));
        return new ResubmitOptions(
                queueName(text(body, "to")),
                flag(body, "keepMessageId"),
                perSecond(body),
                limit(body),
                flag(body, "dryRun"),
                new MessageEdit(text(edit, "body"), texts(edit, "set"), remove));
    }

    static PurgeOptions purge(JsonNode body) {
        onlyKnown(body, PURGE);
        return new PurgeOptions(flag(body, "confirm"), perSecond(body), limit(body), flag(body, "dryRun"));
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
                throw unknown("field", known);
            }
        });
    }

    private static Refusal unknown(String what, Set<String> known, String... more) {
        List<String> names =
                Stream.concat(known.stream().sorted(), Stream.of(more)).toList();
        return new Refusal(400, "unknown " + what + "; known are " + String.join(", ", names));
    }

    private static JsonNode object(JsonNode node, String field, Set<String> known) {
        JsonNode value = given(node, field);
        if (!value.isMissingNode() && !value.isObject()) {
            throw new Refusal(400, field + " must be an object");
        }
        onlyKnown(value, known);
        return value;
    }

    private static JsonNode list(JsonNode node, String field) {
        JsonNode value = given(node, field);
        if (!value.isMissingNode() && !value.isArray()) {
            throw new Refusal(400, field + " must be a list");
        }
        return value;
    }

    /** Null is the same as nothing. */
    private static JsonNode given(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    /** A rate that cannot be read must not become none. */
    private static double perSecond(JsonNode node) {
        JsonNode value = given(node, "perSecond");
        if (!value.isMissingNode() && !value.isNumber()) {
            throw new Refusal(400, "perSecond must be a number");
        }
        return value.asDouble(0);
    }

    private static int limit(JsonNode node) {
        JsonNode value = given(node, "limit");
        if (!value.isMissingNode() && !(value.isIntegralNumber() && value.canConvertToInt())) {
            throw new Refusal(400, "limit must be a whole number");
        }
        return value.asInt(0);
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = given(node, field);
        if (value.isMissingNode()) {
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
        JsonNode value = given(node, field);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber() || value.asLong() < 0) {
            throw new Refusal(400, field + " must be a number of seconds from 0");
        }
        return Duration.ofSeconds(value.asLong());
    }

    private static Duration seconds(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value != null && !value.matches("\\d{1,10}")) {
            throw new Refusal(400, name + " must be a number of seconds from 0");
        }
        return value == null ? null : Duration.ofSeconds(Long.parseLong(value));
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

    private static Map<String, String> texts(JsonNode node, String field) {
        JsonNode object = given(node, field);
        if (!object.isMissingNode() && !object.isObject()) {
            throw new Refusal(400, field + " must be an object");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
