package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules for files as they are written, before anything of Camel sees them: one list for start, edits and checks. */
final class FolderRules {

    private static final List<FileRule> RULES = List.of(new MissingIdRule());

    private FolderRules() {}

    /** What is wrong in these files, each alone. */
    static List<RouteProblem> checkWritten(List<RouteFile> files) {
        List<RouteProblem> problems = new ArrayList<>();
        files.forEach(file -> problems.addAll(checkWritten(file)));
        return problems;
    }

    /** What is wrong in this file. A file beyond the bounds is not looked into. */
    static List<RouteProblem> checkWritten(RouteFile file) {
        Optional<RouteProblem> beyond = YamlBounds.check(file);
        if (beyond.isPresent()) {
            return List.of(beyond.get());
        }
        return Outline.of(file)
                .map(outline -> RULES.stream()
                        .flatMap(rule -> rule.check(outline).stream())
                        .toList())
                .orElse(List.of());
    }
}
