package dev.busway.routetest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.routetest.Expected.Fate;
import dev.busway.routetest.Observed.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Tells what came of a message from what was expected, in words. */
final class Comparison {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> differences = new ArrayList<>();

    private Comparison() {}

    /**
     * Compares.
     *
     * @param onlyOutput the one queue that the app sends to; empty when there are several or none
     * @return one line per difference; none = all as expected
     */
    static List<String> of(Expected expected, Observed observed, Optional<String> onlyOutput) {
        Comparison comparison = new Comparison();
        comparison.end(expected.fate(), observed.end());
        comparison.outputs(resolve(expected.outputs(), onlyOutput), observed);
        comparison.number("retries", expected.retries(), observed.retries());
        comparison.number("redeliveries", expected.redeliveries(), observed.redeliveries());
        comparison.delays(expected.delays(), observed.delays());
        return comparison.differences;
    }

    private static Map<String, List<ExpectedMessage>> resolve(
            Map<String, List<ExpectedMessage>> outputs, Optional<String> onlyOutput) {
        Map<String, List<ExpectedMessage>> resolved = new LinkedHashMap<>();
        outputs.forEach((queue, messages) -> resolved.put(
                queue.equals(Expected.THE_OUTPUT) ? onlyOutput.orElse("the output queue") : queue, messages));
        return resolved;
    }

    private void end(Fate fate, End end) {
        if (fate instanceof Fate.Completed && end instanceof End.Completed) {
            return;
        }
        if (fate instanceof Fate.DeadLettered wanted && end instanceof End.DeadLettered was) {
            if (!wanted.reason().equals(was.reason())) {
                differ("dead-letter reason", wanted.reason(), was.reason());
            }
            if (!was.description().contains(wanted.description())) {
                differ("dead-letter description", "contains " + wanted.description(), was.description());
            }
            return;
        }
        differ("message", words(fate), words(end));
    }

    private static String words(Fate fate) {
        return fate instanceof Fate.DeadLettered wanted ? "dead-lettered as " + wanted.reason() : "completed";
    }

    private static String words(End end) {
        if (end instanceof End.DeadLettered was) {
            return "dead-lettered as " + was.reason() + ": " + was.description();
        }
        return end instanceof End.Completed ? "completed" : "not ended in time";
    }

    private void outputs(Map<String, List<ExpectedMessage>> expected, Observed observed) {
        TreeSet<String> queues = new TreeSet<>(expected.keySet());
        queues.addAll(observed.outputs().keySet());
        for (String queue : queues) {
            List<ExpectedMessage> wanted = expected.getOrDefault(queue, List.of());
            List<ObservedMessage> came = observed.outputs().getOrDefault(queue, List.of());
            if (wanted.size() != came.size()) {
                differ(queue, count(wanted.size()), count(came.size()) + bodies(came));
            } else {
                messages(queue, wanted, new ArrayList<>(came), observed);
            }
        }
    }

    private static String count(int messages) {
        return messages == 1 ? "1 output" : messages + " outputs";
    }

    private static String bodies(List<ObservedMessage> came) {
        StringBuilder text = new StringBuilder();
        came.forEach(message -> text.append("\n      ").append(message.body()));
        return text.toString();
    }

    /** In any order: each expected one takes the first that fits, else it is told from the one that differs least. */
    private void messages(String queue, List<ExpectedMessage> wanted, List<ObservedMessage> came, Observed observed) {
        List<ExpectedMessage> open = new ArrayList<>();
        for (ExpectedMessage each : wanted) {
            Optional<ObservedMessage> fitting = came.stream()
                    .filter(message ->
                            differences(queue, each, message, observed).isEmpty())
                    .findFirst();
            fitting.ifPresentOrElse(came::remove, () -> open.add(each));
        }
        for (ExpectedMessage each : open) {
            List<String> least = null;
            ObservedMessage nearest = null;
            for (ObservedMessage message : came) {
                List<String> its = differences(queue, each, message, observed);
                if (least == null || its.size() < least.size()) {
                    least = its;
                    nearest = message;
                }
            }
            came.remove(nearest);
            differences.addAll(least);
        }
    }

    private static List<String> differences(
            String queue, ExpectedMessage wanted, ObservedMessage came, Observed observed) {
        Comparison one = new Comparison();
        one.message(queue, wanted, came, observed);
        return one.differences;
    }

    private void message(String queue, ExpectedMessage wanted, ObservedMessage came, Observed observed) {
        wanted.body().ifPresent(body -> body(queue, body, came));
        wanted.exactBody().ifPresent(body -> {
            if (!equal(body, parse(came.body()))) {
                differ(queue + " body", body.toString(), came.body());
            }
        });
        JsonNode json = wanted.at().isEmpty() && wanted.absent().isEmpty() ? null : parse(came.body());
        wanted.at().forEach((pointer, value) -> subset(queue + " " + pointer, value, json.at(pointer)));
        for (String pointer : wanted.absent()) {
            if (!json.at(pointer).isMissingNode()) {
                differ(queue + " " + pointer, "absent", json.at(pointer).toString());
            }
        }
        wanted.fields().forEach((name, value) -> {
            String was = came.fields().get(name);
            if (!value.equals(was)) {
                differ(queue + " " + name, value, was == null ? "not set" : was);
            }
        });
        wanted.properties().forEach((name, value) -> {
            Object was = came.properties().get(name);
            if (was == null || !equal(value, JSON.valueToTree(was))) {
                differ(queue + " property " + name, value.asText(), was == null ? "not set" : was.toString());
            }
        });
        wanted.scheduledIn().ifPresent(delay -> scheduled(queue, delay, came, observed));
    }

    private void scheduled(String queue, Duration wanted, ObservedMessage came, Observed observed) {
        Duration was = came.scheduledFor()
                .map(time -> Duration.between(observed.endedAt(), time))
                .orElse(Duration.ZERO);
        if (was.minus(wanted).abs().compareTo(ExpectedMessage.TOLERANCE) > 0) {
            differ(queue + " scheduledIn", wanted.toString(), was.toString());
        }
    }

    private void body(String queue, JsonNode wanted, ObservedMessage came) {
        JsonNode json = wanted.isTextual() ? JSON.getNodeFactory().textNode(came.body()) : parse(came.body());
        subset(queue + " body", wanted, json);
    }

    /** What is no JSON is compared as a text. */
    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(body);
        }
    }

    private void subset(String place, JsonNode wanted, JsonNode came) {
        if (wanted.isObject() && came.isObject()) {
            for (Map.Entry<String, JsonNode> field : wanted.properties()) {
                subset(place + "/" + field.getKey(), field.getValue(), came.path(field.getKey()));
            }
        } else if (wanted.isArray() && came.isArray() && wanted.size() == came.size()) {
            for (int i = 0; i < wanted.size(); i++) {
                subset(place + "/" + i, wanted.get(i), came.get(i));
            }
        } else if (!equal(wanted, came)) {
            differ(place, wanted.toString(), came.isMissingNode() ? "absent" : came.toString());
        }
    }

    /** Numbers are equal by value: YAML writes 1 where Java may send 1.0. */
    private static boolean equal(JsonNode one, JsonNode other) {
        return one.equals(Comparison::numbers, other);
    }

    private static int numbers(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private void number(String what, OptionalInt wanted, int was) {
        if (wanted.isPresent() && wanted.getAsInt() != was) {
            differ(what, String.valueOf(wanted.getAsInt()), String.valueOf(was));
        }
    }

    private void delays(List<Duration> wanted, List<Duration> were) {
        boolean same = wanted.size() == were.size();
        for (int i = 0; same && i < wanted.size(); i++) {
            same = wanted.get(i).minus(were.get(i)).abs().compareTo(ExpectedMessage.TOLERANCE) <= 0;
        }
        if (!same) {
            differ("delayed redeliveries", wanted.toString(), were.toString());
        }
    }

    private void differ(String what, String wanted, String was) {
        differences.add(what + ": expected " + wanted + ", was " + was);
    }
}
