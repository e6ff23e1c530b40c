package dev.busway.routes;

import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What a route is made of lies beside it: a schema or an expression that is fetched from elsewhere may be another one
 * tomorrow, and looking at it would open a connection.
 */
final class RemoteRule implements FileRule {

    private static final Pattern REMOTE =
            Pattern.compile("(?:resource|json-validator):(?:https?|ftp):.*", Pattern.DOTALL);

    @Override
    public List<RouteProblem> check(Outline outline) {
        return outline.fields().stream()
                .filter(field -> field.body() instanceof ScalarNode text
                        && REMOTE.matcher(text.getValue()).matches())
                .map(field -> problem(outline.file().name(), Outline.line(field.body())))
                .toList();
    }

    static RouteProblem problem(String file, int line) {
        return new RouteProblem(
                file,
                line,
                "A schema or expression would be fetched from another host.",
                "Put the file into the routes folder, and name it with file: or classpath:.");
    }
}
