package dev.busway.routetest;

import com.azure.core.util.BinaryData;
import com.fasterxml.jackson.databind.JsonNode;
import dev.busway.routetest.Expected.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads test files; nothing in them is ignored: what is not known is refused with its line. */
final class TestFileReader {

    static final String SUFFIX = ".test.yaml";

    private static final Set<String> FILE_FIELDS = Set.of("app", "tests");
    private static final Set<String> TEST_FIELDS =
            Set.of("name", "app", "given", "expect", "faults", "beans", "within");
    private static final Set<String> GIVEN_FIELDS = Set.of(
            "body",
            "text",
            "file",
            "contentType",
            "messageId",
            "subject",
            "correlationId",
            "sessionId",
            "replyTo",
            "properties",
            "deliveryCount");
    private static final Set<String> EXPECT_FIELDS =
            Set.of("output", "outputs", "noOutput", "deadLettered", "retries", "redeliveries", "delays");
    private static final Set<String> MESSAGE_TEXTS =
            Set.of("messageId", "subject", "correlationId", "sessionId", "replyTo", "contentType");
    private static final Set<String> MESSAGE_FIELDS = Set.of(
            "body",
            "exactBody",
            "at",
            "absent",
            "properties",
            "scheduledIn",
            "messageId",
            "subject",
            "correlationId",
            "sessionId",
            "replyTo",
            "contentType");

    private final Path path;
    private final String name;

    private TestFileReader(Path path) {
        this.path = path;
        this.name = path.toString();
    }

    /**
     * Reads one file.
     *
     * @throws TestFileException when it cannot be read or understood
     */
    static List<RouteTest> read(Path path) {
        TestFileReader reader = new TestFileReader(path);
        return reader.read();
    }

    private List<RouteTest> read() {
        YamlNode root = YamlNode.parse(name, content(path))
                .orElseThrow(() -> new TestFileException(name, 1, "the file is empty; it needs a list \"tests\""));
        Map<String, YamlNode> fields = root.fields(FILE_FIELDS);
        String app = fields.containsKey("app") ? fields.get("app").text() : appOfName();
        List<RouteTest> tests = new ArrayList<>();
        for (YamlNode test : required(root, fields, "tests").items()) {
            tests.add(test(test, app));
        }
        return tests;
    }

    private String content(Path from) {
        try {
            return Files.readString(from);
        } catch (IOException e) {
            throw new TestFileException(from.toString(), "the file cannot be read as UTF-8 text", e);
        }
    }

    private String appOfName() {
        String file = path.getFileName().toString();
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    }

    private RouteTest test(YamlNode node, String appOfFile) {
        Map<String, YamlNode> fields = node.fields(TEST_FIELDS);
        return new RouteTest(
                name,
                node.line(),
                required(node, fields, "name").text(),
                fields.containsKey("app") ? fields.get("app").text() : appOfFile,
                given(required(node, fields, "given")),
                expected(required(node, fields, "expect")),
                fields.containsKey("faults") ? faults(fields.get("faults")) : Map.of(),
                fields.containsKey("beans") ? standIns(fields.get("beans")) : Map.of(),
                fields.containsKey("within") ? fields.get("within").duration() : RouteTest.DEFAULT_WITHIN);
    }

    private static YamlNode required(YamlNode in, Map<String, YamlNode> fields, String field) {
        YamlNode found = fields.get(field);
        if (found == null) {
            throw in.wrong("needs the field \"" + field + "\"");
        }
        return found;
    }

    private Given given(YamlNode node) {
        Map<String, YamlNode> fields = node.fields(GIVEN_FIELDS);
        List<String> bodies = List.of("body", "text", "file").stream()
                .filter(fields::containsKey)
                .toList();
        if (bodies.size() != 1) {
            throw node.wrong("needs exactly one of body (JSON), text and file");
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        if (fields.containsKey("properties")) {
            fields.get("properties").entries().forEach((key, value) -> properties.put(key, value.propertyValue()));
        }
        return new Given(
                body(fields, bodies.get(0)),
                text(fields, "contentType").orElse(bodies.get(0).equals("text") ? null : "application/json"),
                text(fields, "messageId").orElse(null),
                text(fields, "subject").orElse(null),
                text(fields, "correlationId").orElse(null),
                text(fields, "sessionId").orElse(null),
                text(fields, "replyTo").orElse(null),
                properties,
                fields.containsKey("deliveryCount")
                        ? fields.get("deliveryCount").number()
                        : 0);
    }

    private BinaryData body(Map<String, YamlNode> fields, String kind) {
        YamlNode node = fields.get(kind);
        if (kind.equals("file")) {
            Path file = path.resolveSibling(node.text());
            try {
                return BinaryData.fromBytes(Files.readAllBytes(file));
            } catch (IOException e) {
                throw node.wrong("names " + file + ", which cannot be read");
            }
        }
        String text = kind.equals("text") ? node.text() : node.json().toString();
        return BinaryData.fromString(text);
    }

    private static Optional<String> text(Map<String, YamlNode> fields, String field) {
        return Optional.ofNullable(fields.get(field)).map(YamlNode::text);
    }

    private Expected expected(YamlNode node) {
        Map<String, YamlNode> fields = node.fields(EXPECT_FIELDS);
        Map<String, List<ExpectedMessage>> outputs = new LinkedHashMap<>();
        if (fields.containsKey("output")) {
            outputs.put(Expected.THE_OUTPUT, messages(fields.get("output")));
        }
        if (fields.containsKey("outputs")) {
            fields.get("outputs").entries().forEach((queue, messages) -> outputs.put(queue, messages(messages)));
        }
        boolean none = fields.containsKey("noOutput") && fields.get("noOutput").isTrue();
        if (none && !outputs.isEmpty()) {
            throw node.wrong("has noOutput and outputs; leave one of them out");
        }
        Fate fate =
                fields.containsKey("deadLettered") ? deadLettered(fields.get("deadLettered")) : new Fate.Completed();
        if (fate instanceof Fate.Completed && outputs.isEmpty() && !none) {
            throw node.wrong("must say what comes of the message: output, outputs, noOutput: true, or deadLettered");
        }
        List<Duration> delays = fields.containsKey("delays")
                ? fields.get("delays").oneOrMore().stream()
                        .map(YamlNode::duration)
                        .toList()
                : List.of();
        return new Expected(fate, outputs, number(fields, "retries"), number(fields, "redeliveries"), delays);
    }

    private static OptionalInt number(Map<String, YamlNode> fields, String field) {
        return fields.containsKey(field) ? OptionalInt.of(fields.get(field).number()) : OptionalInt.empty();
    }

    private static Fate deadLettered(YamlNode node) {
        if (!node.isMap()) {
            return new Fate.DeadLettered(node.text(), "");
        }
        Map<String, YamlNode> fields = node.fields(Set.of("reason", "description"));
        return new Fate.DeadLettered(
                required(node, fields, "reason").text(),
                text(fields, "description").orElse(""));
    }

    private static List<ExpectedMessage> messages(YamlNode node) {
        return node.oneOrMore().stream().map(TestFileReader::message).toList();
    }

    private static ExpectedMessage message(YamlNode node) {
        Map<String, YamlNode> fields = node.fields(MESSAGE_FIELDS);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String field : MESSAGE_TEXTS) {
            text(fields, field).ifPresent(value -> texts.put(field, value));
        }
        List<String> absent = fields.containsKey("absent")
                ? fields.get("absent").oneOrMore().stream()
                        .map(TestFileReader::pointer)
                        .toList()
                : List.of();
        return new ExpectedMessage(
                Optional.ofNullable(fields.get("body")).map(YamlNode::json),
                Optional.ofNullable(fields.get("exactBody")).map(YamlNode::json),
                fields.containsKey("at") ? pointers(fields.get("at")) : Map.of(),
                absent,
                texts,
                fields.containsKey("properties") ? values(fields.get("properties")) : Map.of(),
                Optional.ofNullable(fields.get("scheduledIn")).map(YamlNode::duration));
    }

    private static Map<String, JsonNode> pointers(YamlNode node) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        node.entries().forEach((pointer, value) -> {
            requirePointer(node, pointer);
            values.put(pointer, value.json());
        });
        return values;
    }

    private static String pointer(YamlNode node) {
        requirePointer(node, node.text());
        return node.text();
    }

    private static void requirePointer(YamlNode node, String pointer) {
        if (!pointer.startsWith("/")) {
            throw node.wrong("holds \"" + pointer + "\", which is not a JSON pointer; write /field or /list/0/field");
        }
    }

    private static Map<String, JsonNode> values(YamlNode node) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        node.entries().forEach((key, value) -> values.put(key, value.json()));
        return values;
    }

    private static Map<NamedFault, Integer> faults(YamlNode node) {
        Map<NamedFault, Integer> faults = new EnumMap<>(NamedFault.class);
        for (YamlNode item : node.oneOrMore()) {
            if (item.isMap()) {
                item.entries().forEach((label, times) -> faults.put(fault(times, label), atLeastOne(times)));
            } else {
                faults.put(fault(item, item.text()), 1);
            }
        }
        return faults;
    }

    private static NamedFault fault(YamlNode at, String label) {
        return NamedFault.of(label)
                .orElseThrow(() -> at.wrong("is the fault \"" + label + "\", which there is not; there are "
                        + String.join(", ", NamedFault.labels())));
    }

    private static int atLeastOne(YamlNode times) {
        if (times.number() == 0) {
            throw times.wrong("must be at least 1");
        }
        return times.number();
    }

    private static Map<String, StandIn> standIns(YamlNode node) {
        Map<String, StandIn> standIns = new LinkedHashMap<>();
        node.entries().forEach((bean, what) -> standIns.put(bean, standIn(what)));
        return standIns;
    }

    private static StandIn standIn(YamlNode node) {
        Map<String, YamlNode> fields = node.fields(Set.of("returns", "fails", "exception"));
        if (fields.containsKey("returns") == fields.containsKey("fails")) {
            throw node.wrong("needs one of returns (a value) and fails (how often, or always)");
        }
        if (fields.containsKey("returns")) {
            if (fields.containsKey("exception")) {
                throw node.wrong("has an exception but does not fail; write fails: always");
            }
            return new StandIn.Returns(fields.get("returns").json());
        }
        YamlNode times = fields.get("fails");
        boolean always = times.isText() && times.text().equals("always");
        return new StandIn.Fails(
                always ? Integer.MAX_VALUE : atLeastOne(times),
                text(fields, "exception").orElse(StandIn.Fails.DEFAULT_EXCEPTION));
    }
}
