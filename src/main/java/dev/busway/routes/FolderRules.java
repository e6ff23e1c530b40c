package dev.busway.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules for files as they are written, before anything of Camel sees them: one list for start, edits and checks. */
final class FolderRules {

    private static final List<FileRule> RULES = List.of(
            new MissingIdRule(),
            new DuplicateFieldRule(),
            new ConstructRule(),
            new EndpointRule(),
            new RemoteRule(),
            new TextOperatorRule());

    private FolderRules() {}

    /** What is wrong in these files, each alone. */
    static List<RouteProblem> checkWritten(List<RouteFile> files, Allowed allowed) {
        List<RouteProblem> problems = new ArrayList<>();
        files.forEach(file -> problems.addAll(checkWritten(file, allowed)));
        return problems;
    }

    /** What is wrong between these files. */
    static List<RouteProblem> checkTogether(List<RouteFile> files) {
        List<RouteProblem> problems = new ArrayList<>();
        Map<String, RouteFile> beans = new HashMap<>();
        Optional<RouteFile> handling = Optional.empty();
        for (RouteFile file : files) {
            Outline outline =
                    YamlBounds.check(file).isPresent() ? null : Outline.of(file).orElse(null);
            if (outline == null) {
                continue;
            }
            for (Outline.Bean bean : outline.beans()) {
                RouteFile other = beans.putIfAbsent(bean.name(), file);
                if (other != null) {
                    problems.add(new RouteProblem(
                            file.name(),
                            bean.line(),
                            "The bean \"" + bean.name() + "\" is declared in " + other.name()
                                    + " too; the last one read" + " would be used by both.",
                            "Give one of them another name, or declare it in one file alone."));
                }
            }
            for (Outline.Entry entry : outline.entries()) {
                boolean forAll = entry.name().equals("routeConfiguration")
                        && entry.text("id").isEmpty()
                        && Outline.field(entry.body(), "errorHandler").isPresent();
                if (forAll && handling.isPresent()) {
                    problems.add(new RouteProblem(
                            file.name(),
                            entry.line(),
                            "This routeConfiguration sets the error handler of all routes, as that in "
                                    + handling.get().name() + " does; only one can hold.",
                            "Give one of them an id, and name it in the routes with routeConfigurationId."));
                } else if (forAll) {
                    handling = Optional.of(file);
                }
            }
        }
        return problems;
    }

    /** What is wrong in this file. A file beyond the bounds is not looked into. */
    static List<RouteProblem> checkWritten(RouteFile file, Allowed allowed) {
        Optional<RouteProblem> beyond = YamlBounds.check(file);
        if (beyond.isPresent()) {
            return List.of(beyond.get());
        }
        return Outline.of(file)
                .map(outline -> Stream.concat(RULES.stream(), Stream.of(new AllowRule(allowed)))
                        .flatMap(rule -> rule.check(outline).stream())
                        .toList())
                .orElse(List.of());
    }
}
