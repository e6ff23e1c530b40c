package dev.busway.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What stands where in a route file, read without Camel: nothing is resolved, loaded or built.
 *
 * @param file the file
 * @param root its list
 * @param entries its top level
 */
record Outline(RouteFile file, Node root, List<Entry> entries) {

    /**
     * One name with what stands under it: at the top of the file a definition, below {@code steps} a step.
     *
     * @param name as the YAML DSL writes it today, such as {@code setBody}
     * @param body what stands under it
     * @param line the line of its name
     */
    record Entry(String name, Node body, int line) {

        /** A text directly under it, or the value of one of its fields. */
        Optional<String> text(String field) {
            return field(body, field).flatMap(Outline::text);
        }
    }

    /**
     * A bean that the file declares.
     *
     * @param type the class; empty where it is left out
     * @param body what is declared
     */
    record Bean(String name, String type, Node body, int line) {}

    private static final Set<String> USED_BY_OTHERS =
            Set.of("beans", "dataFormats", "routeConfiguration", "routeTemplate");

    /** Reads a file; empty if it is no YAML or no list, which Camel says better. */
    static Optional<Outline> of(RouteFile file) {
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeString(file.text())
                    .filter(SequenceNode.class::isInstance)
                    .map(root -> new Outline(file, root, entriesOf((SequenceNode) root)));
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    private static List<Entry> entriesOf(SequenceNode list) {
        List<Entry> entries = new ArrayList<>();
        for (Node item : list.getValue()) {
            if (item instanceof MappingNode mapping) {
                mapping.getValue().forEach(field -> entries.add(entry(field)));
            } else if (item instanceof ScalarNode name) {
                entries.add(new Entry(camelCase(name.getValue()), item, line(item)));
            }
        }
        return entries;
    }

    private static Entry entry(NodeTuple field) {
        return new Entry(
                camelCase(text(field.getKeyNode()).orElse("")), field.getValueNode(), line(field.getKeyNode()));
    }

    /** The steps of all routes, templates and error handling, each before those inside it. */
    List<Entry> steps() {
        return fields().stream()
                .filter(field -> field.name().equals("steps") && field.body() instanceof SequenceNode)
                .flatMap(field -> entriesOf((SequenceNode) field.body()).stream())
                .toList();
    }

    /** Every name of the file with what stands under it, from the top to the bottom; steps and fields alike. */
    List<Entry> fields() {
        List<Entry> fields = new ArrayList<>();
        Set<Node> visited = new HashSet<>();
        entries.forEach(entry -> walk(entry, fields::add, visited));
        return fields;
    }

    private static void walk(Entry entry, Consumer<Entry> visitor, Set<Node> visited) {
        visitor.accept(entry);
        // An alias names the same node once more.
        if (!visited.add(entry.body())) {
            return;
        }
        if (entry.body() instanceof MappingNode mapping) {
            mapping.getValue().forEach(field -> walk(entry(field), visitor, visited));
        } else if (entry.body() instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode mapping && visited.add(mapping)) {
                    mapping.getValue().forEach(field -> walk(entry(field), visitor, visited));
                }
            }
        }
    }

    /** Whether a file holds something that the routes of other files may use. */
    static boolean isUsedByOthers(RouteFile file) {
        return of(file).map(
                        outline -> outline.entries().stream().anyMatch(entry -> USED_BY_OTHERS.contains(entry.name())))
                .orElse(false);
    }

    /** What stands below {@code beans:}. */
    List<Bean> beans() {
        return entries.stream()
                .filter(entry -> entry.name().equals("beans") && entry.body() instanceof SequenceNode)
                .flatMap(entry -> ((SequenceNode) entry.body()).getValue().stream())
                .map(bean -> new Bean(
                        field(bean, "name").flatMap(Outline::text).orElse(""),
                        field(bean, "type").flatMap(Outline::text).orElse(""),
                        bean,
                        line(bean)))
                .toList();
    }

    /** The value of a field; empty if this holds no fields, or not this one. */
    static Optional<Node> field(Node node, String name) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(field -> text(field.getKeyNode())
                        .filter(key -> camelCase(key).equals(name))
                        .isPresent())
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** All texts under a node, itself among them. */
    static Stream<String> texts(Node node) {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream().flatMap(field -> texts(field.getValueNode()));
        }
        return node instanceof SequenceNode list
                ? list.getValue().stream().flatMap(Outline::texts)
                : text(node).stream();
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static String camelCase(String name) {
        return StringHelper.dashToCamelCase(name);
    }
}
