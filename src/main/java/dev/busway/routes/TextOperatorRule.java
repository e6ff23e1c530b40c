package dev.busway.routes;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** An operator outside of the braces of a simple expression that gives a text is not evaluated, but sent. */
final class TextOperatorRule implements FileRule {

    private static final Set<String> GIVE_A_TEXT =
            Set.of("setBody", "setHeader", "setProperty", "setVariable", "transform");
    private static final Set<String> LISTS = Set.of("setHeaders", "setVariables");

    private static final String VALUE = "(?:\\$\\{[^}]+}|'[^']*'|\"[^\"]*\"|-?[0-9.]+|null|true|false)";
    private static final String COMPARED =
            VALUE + "\\s*(?:==|!=|>=|<=|=~|!~|>|<|contains|in|is|startsWith)\\s*" + VALUE;
    private static final Pattern CONDITION =
            Pattern.compile("\\s*" + COMPARED + "(?:\\s*(?:&&|\\|\\|)\\s*" + COMPARED + ")*(?:\\s*\\?[^:]*:.*)?\\s*");
    private static final Pattern WITH_VARIABLE = Pattern.compile("(?s).*\\$\\{.*");

    @Override
    public List<RouteProblem> check(Outline outline) {
        return outline.steps().stream()
                .flatMap(TextOperatorRule::expressions)
                .filter(node ->
                        Outline.text(node).filter(TextOperatorRule::isCondition).isPresent())
                .map(node -> new RouteProblem(
                        outline.file().name(),
                        Outline.line(node),
                        "An operator stands outside of ${...}, so the condition itself would be the text.",
                        "Use a choice with when: and otherwise:, and set the text in each."))
                .toList();
    }

    private static boolean isCondition(String text) {
        return WITH_VARIABLE.matcher(text).matches() && CONDITION.matcher(text).matches();
    }

    private static Stream<Node> expressions(Outline.Entry step) {
        if (GIVE_A_TEXT.contains(step.name())) {
            return simple(step.body()).stream();
        }
        if (!LISTS.contains(step.name())) {
            return Stream.empty();
        }
        return Stream.of("headers", "variables")
                .flatMap(list -> Outline.field(step.body(), list).stream())
                .filter(SequenceNode.class::isInstance)
                .flatMap(list -> ((SequenceNode) list).getValue().stream())
                .flatMap(item -> simple(item).stream());
    }

    private static Optional<Node> simple(Node holder) {
        return Outline.field(holder, "simple")
                .or(() ->
                        Outline.field(holder, "expression").flatMap(expression -> Outline.field(expression, "simple")))
                .flatMap(simple ->
                        Outline.text(simple).isPresent() ? Optional.of(simple) : Outline.field(simple, "expression"));
    }
}
