package dev.busway.routes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Refuses YAML that takes more memory or stack to read than any route needs: Camel reads it recursively, and copies what
 * aliases name.
 */
final class YamlBounds {

    static final int DEEPEST = 200;
    static final long MOST_NODES = 200_000;

    private final Map<String, Long> sizes = new HashMap<>();
    private final Deque<Long> open = new ArrayDeque<>();
    private final Deque<Optional<String>> anchors = new ArrayDeque<>();

    private long nodes;

    private YamlBounds() {}

    /** What is beyond the bounds; empty if nothing is, or the file is no YAML, which reading it tells. */
    static Optional<RouteProblem> check(RouteFile file) {
        try {
            YamlBounds bounds = new YamlBounds();
            for (Event event : new Parse(LoadSettings.builder().build()).parseString(file.text())) {
                Optional<String> beyond = bounds.count(event);
                if (beyond.isPresent()) {
                    int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
                    return Optional.of(new RouteProblem(
                            file.name(), line, beyond.get(), "Split the file, or write it without nesting so deeply."));
                }
            }
            return Optional.empty();
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    private Optional<String> count(Event event) {
        if (event instanceof CollectionStartEvent start) {
            open.push(nodes);
            anchors.push(start.getAnchor().map(Object::toString));
            nodes++;
        } else if (event instanceof CollectionEndEvent) {
            long size = nodes - open.pop();
            anchors.pop().ifPresent(anchor -> sizes.put(anchor, size));
        } else if (event instanceof AliasEvent alias) {
            nodes += sizes.getOrDefault(alias.getAlias().toString(), 1L);
        } else if (event instanceof NodeEvent) {
            nodes++;
        }
        if (open.size() > DEEPEST) {
            return Optional.of("The file is nested more than " + DEEPEST + " levels deep.");
        }
        return nodes > MOST_NODES
                ? Optional.of("The file holds more than " + MOST_NODES + " values, with those that aliases repeat.")
                : Optional.empty();
    }
}
