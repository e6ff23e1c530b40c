package dev.busway.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What Camel reads past without a word: a field that stands twice, and a second step in the place of one. */
final class DuplicateFieldRule implements FileRule {

    @Override
    public List<RouteProblem> check(Outline outline) {
        List<RouteProblem> problems = new ArrayList<>();
        check(outline, outline.root(), true, problems, new HashSet<>());
        return problems;
    }

    private static void check(
            Outline outline, Node node, boolean steps, List<RouteProblem> problems, Set<Node> visited) {
        if (!visited.add(node)) {
            return;
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> {
                if (steps && item instanceof MappingNode one && one.getValue().size() > 1) {
                    second(outline, one, problems);
                }
                check(outline, item, false, problems, visited);
            });
        } else if (node instanceof MappingNode mapping) {
            Set<String> names = new HashSet<>();
            for (NodeTuple field : mapping.getValue()) {
                String name = Outline.text(field.getKeyNode()).orElse("");
                if (!names.add(name)) {
                    problems.add(new RouteProblem(
                            outline.file().name(),
                            Outline.line(field.getKeyNode()),
                            "The field \"" + name + "\" stands here a second time.",
                            "Remove one of the two."));
                }
                check(outline, field.getValueNode(), name.equals("steps"), problems, visited);
            }
        }
    }

    private static void second(Outline outline, MappingNode item, List<RouteProblem> problems) {
        String name = Outline.text(item.getValue().get(1).getKeyNode()).orElse("");
        problems.add(new RouteProblem(
                outline.file().name(),
                Outline.line(item),
                "\"" + name + "\" stands beside another step in one item of the list.",
                "Begin its line with \"- \", or indent it under the field that it belongs to."));
    }
}
