package dev.busway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a change asked for, as far as it may stand in a log: names, numbers and reasons, never bodies or values of properties. */
final class AuditText {

    private static final List<String> PLAIN =
            List.of("concurrency", "all", "to", "keepMessageId", "perSecond", "limit", "dryRun", "confirm");
    private static final List<String> FILTER =
            List.of("reason", "messageId", "olderThanSeconds", "youngerThanSeconds", "sequenceNumbers");
    private static final int MAX_VALUE = 60;

    private AuditText() {}

    /** One line, empty when there was nothing to ask for; the body has been accepted before. */
    static String of(OpsRequest accepted) {
        JsonNode body = accepted.body().length == 0 ? MissingNode.getInstance() : Json.read(accepted);
        List<String> words = new ArrayList<>();
        PLAIN.forEach(name -> add(words, name, body.path(name)));
        FILTER.forEach(name -> add(words, name, body.path("filter").path(name)));
        add(words, "properties", names(body.path("filter").path("properties")));
        JsonNode edit = body.path("edit");
        if (edit.has("body")) {
            words.add("edit=body");
        }
        add(words, "set", names(edit.path("set")));
        return words.isEmpty() ? "" : " " + String.join(" ", words);
    }

    private static void add(List<String> words, String name, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            add(words, name, value.isTextual() ? value.asText() : value.toString());
        }
    }

    private static void add(List<String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.add(name + "=" + (value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "..."));
        }
    }

    private static String names(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return String.join(",", StreamSupport.stream(names.spliterator(), false).toList());
    }
}
