package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;

/** One route of a file may do without an id, and has the name of the file; a second one would have the same. */
final class MissingIdRule implements FileRule {

    @Override
    public List<RouteProblem> check(Outline outline) {
        List<Outline.Entry> without = outline.entries().stream()
                .filter(entry -> entry.name().equals("from")
                        || (entry.name().equals("route") && entry.text("id").isEmpty()))
                .toList();
        List<RouteProblem> problems = new ArrayList<>();
        for (Outline.Entry entry : without.subList(Math.min(1, without.size()), without.size())) {
            problems.add(new RouteProblem(
                    outline.file().name(),
                    entry.line(),
                    "This is the second route of the file without an id; only one can have the name of the file.",
                    "Write \"- route:\" with an id of its own, and from: below it."));
        }
        return problems;
    }
}
