package dev.busway.routetest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A part of a test file that knows its line, so that whatever is wrong with it can be said where it stands. */
final class YamlNode {

    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    private final String file;
    private final String what;
    private final Node node;

    private YamlNode(String file, String what, Node node) {
        this.file = file;
        this.what = what;
        this.node = node;
    }

    /** Reads a file; empty when it holds nothing. */
    static Optional<YamlNode> parse(String file, String text) {
        try {
            return new Compose(LoadSettings.builder().setLabel(file).build())
                    .composeString(text)
                    .map(root -> new YamlNode(file, "the file", root));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new TestFileException(file, line, "this is not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new TestFileException(file, "this is not valid YAML", e);
        }
    }

    int line() {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    TestFileException wrong(String problem) {
        return new TestFileException(file, line(), what + " " + problem);
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The fields of a map, each of which must be one of these. */
    Map<String, YamlNode> fields(Set<String> known) {
        Map<String, YamlNode> fields = entries();
        for (Map.Entry<String, YamlNode> field : fields.entrySet()) {
            if (!known.contains(field.getKey())) {
                throw new TestFileException(
                        file,
                        field.getValue().line(),
                        what + " has no field \"" + field.getKey() + "\"; there are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return fields;
    }

    /** The fields of a map under any name. */
    Map<String, YamlNode> entries() {
        if (!(node instanceof MappingNode map)) {
            throw wrong("must be a map of names and values");
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw wrong("must have simple names");
            }
            YamlNode value = new YamlNode(file, key.getValue(), tuple.getValueNode());
            if (entries.put(key.getValue(), value) != null) {
                throw value.wrong("stands here twice");
            }
        }
        return entries;
    }

    List<YamlNode> items() {
        if (!(node instanceof SequenceNode list)) {
            throw wrong("must be a list");
        }
        List<YamlNode> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(new YamlNode(file, "an entry of " + what, item));
        }
        return items;
    }

    /** A list, or one value as a list of one. */
    List<YamlNode> oneOrMore() {
        return isList() ? items() : List.of(this);
    }

    String text() {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            throw wrong("must be a text");
        }
        return scalar.getValue();
    }

    boolean isText() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR);
    }

    int number() {
        if (node instanceof ScalarNode scalar) {
            try {
                int number = Integer.parseInt(scalar.getValue());
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Answered below like a number out of range.
            }
        }
        throw wrong("must be a whole number from 0");
    }

    boolean isTrue() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        throw wrong("must be true or false");
    }

    Duration duration() {
        Matcher parts = DURATION.matcher(text());
        if (!parts.matches()) {
            throw wrong("must be a time such as 500ms, 30s, 10m or 1h");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** The value as JSON has it. */
    JsonNode json() {
        return json(node);
    }

    private JsonNode json(Node from) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (from instanceof MappingNode map) {
            ObjectNode object = json.objectNode();
            for (NodeTuple tuple : map.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw wrong("must have simple names");
                }
                object.set(key.getValue(), json(tuple.getValueNode()));
            }
            return object;
        }
        if (from instanceof SequenceNode list) {
            ArrayNode array = json.arrayNode();
            list.getValue().forEach(item -> array.add(json(item)));
            return array;
        }
        ScalarNode scalar = (ScalarNode) from;
        String value = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return json.booleanNode(value.toLowerCase(Locale.ROOT).equals("true"));
        }
        try {
            if (scalar.getTag().equals(Tag.INT)) {
                return json.numberNode(Long.decode(value));
            }
            if (scalar.getTag().equals(Tag.FLOAT)) {
                return json.numberNode(new java.math.BigDecimal(value));
            }
        } catch (NumberFormatException e) {
            throw wrong("holds the number \"" + value + "\", which JSON cannot hold; put it in quotes to mean a text");
        }
        return json.textNode(value);
    }

    /** A value of an application property, with the type that YAML gives it. */
    Object propertyValue() {
        JsonNode value = json();
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isIntegralNumber()) {
            return value.longValue();
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        throw wrong("must be a text, a number, true or false");
    }
}
