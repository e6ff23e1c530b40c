package dev.busway.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** One value of the file, which knows where it stands. */
record ConfigNode(JsonNode node, String source, String path) {

    IllegalArgumentException wrong(String at, String what) {
        return new IllegalArgumentException(source + ", " + at + ": " + what);
    }

    void allow(String... names) {
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        if (!node.isObject()) {
            throw wrong(path, "must be an object");
        }
        List<String> known = List.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw wrong(
                        path + "." + name, "unknown setting; remove it, known here are " + String.join(", ", known));
            }
        });
    }

    /** Notes where a name stands; two entities of one name would be one. */
    void mustBeNew(Map<String, String> places) {
        String before = places.put(text("Name").toLowerCase(Locale.ROOT), path);
        if (before != null) {
            throw wrong(path + ".Name", "the name '" + text("Name") + "' is that of " + before + " already");
        }
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    ConfigNode child(String name) {
        return new ConfigNode(node.path(name), source, path + "." + name);
    }

    List<ConfigNode> elements(String name) {
        JsonNode array = node.path(name);
        if (!array.isMissingNode() && !array.isNull() && !array.isArray()) {
            throw wrong(path + "." + name, "must be an array");
        }
        List<ConfigNode> elements = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            elements.add(new ConfigNode(array.get(i), source, path + "." + name + "[" + i + "]"));
        }
        return elements;
    }

    String text(String name) {
        if (!node.path(name).isTextual()) {
            throw wrong(path + "." + name, "must be a text");
        }
        return node.path(name).textValue();
    }

    int number(String name) {
        if (!node.path(name).isInt()) {
            throw wrong(path + "." + name, "must be a whole number");
        }
        return node.path(name).intValue();
    }

    boolean flag(String name) {
        if (!node.path(name).isBoolean()) {
            throw wrong(path + "." + name, "must be true or false");
        }
        return node.path(name).booleanValue();
    }

    Duration duration(String name) {
        try {
            return Duration.parse(text(name));
        } catch (DateTimeParseException e) {
            throw wrong(path + "." + name, "must be an ISO 8601 duration such as PT1M");
        }
    }

    void mustBeEmpty(String... names) {
        for (String name : names) {
            if (has(name) && !node.path(name).asText().isEmpty()) {
                throw wrong(path + "." + name, "the emulator does not forward; leave it empty");
            }
        }
    }

    QueueSettings checked(Supplier<QueueSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw wrong(path, e.getMessage());
        }
    }

    <T> QueueSettings apply(
            String name,
            Function<String, T> read,
            QueueSettings settings,
            BiFunction<QueueSettings, T, QueueSettings> with) {
        if (!has(name)) {
            return settings;
        }
        T value = read.apply(name);
        return child(name).checked(() -> with.apply(settings, value));
    }
}
