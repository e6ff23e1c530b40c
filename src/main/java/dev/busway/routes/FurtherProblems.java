package dev.busway.routes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Finds what is wrong in a file besides the first thing, at which Camel stops: the step that failed is left out, and the
 * rest is built again.
 */
final class FurtherProblems {

    private static final int MOST = 20;

    private FurtherProblems() {}

    /**
     * What else is wrong.
     *
     * @param first what is known already
     * @param failureOf builds a file; only a failure that names something in it counts, because what has been left out
     *     may be missed elsewhere
     */
    static List<RouteProblem> find(
            RouteFile file, RouteProblem first, Function<RouteFile, Optional<RouteProblem>> failureOf) {
        List<RouteProblem> found = new ArrayList<>();
        Set<String> told = new HashSet<>(Set.of(first.what()));
        Optional<RouteFile> rest = without(file, first.line());
        for (int i = 0; i < MOST && rest.isPresent(); i++) {
            RouteFile left = rest.get();
            Optional<RouteProblem> next = failureOf.apply(left);
            next.filter(problem -> told.add(problem.what())).ifPresent(found::add);
            rest = next.flatMap(problem -> without(left, problem.line()));
        }
        return found;
    }

    /** The file with the step on this line blank, or the field, so that all other lines keep their numbers. */
    private static Optional<RouteFile> without(RouteFile file, int line) {
        String[] lines = file.text().split("\n", -1);
        int failed = line - 1;
        if (failed < 0 || failed >= lines.length || lines[failed].isBlank()) {
            return Optional.empty();
        }
        int start = stepAround(lines, failed);
        if (start < 0) {
            if (lines[failed].strip().startsWith("uri:")) {
                // The input of the route: nothing can be built without.
                return Optional.empty();
            }
            start = failed;
        }
        int end = endOf(lines, start);
        for (int parent = parentOf(lines, start); isLeftEmpty(lines, parent, end); parent = parentOf(lines, start)) {
            start = parent;
        }
        Arrays.fill(lines, start, end, "");
        return Optional.of(new RouteFile(file.name(), file.location(), String.join("\n", lines)));
    }

    /** The first line of the innermost step that this line belongs to; -1 if it belongs to the route itself. */
    private static int stepAround(String[] lines, int line) {
        int indent = Integer.MAX_VALUE;
        for (int i = line; i >= 0; i--) {
            if (saysNothing(lines[i]) || indent(lines[i]) >= indent) {
                continue;
            }
            indent = indent(lines[i]);
            if (lines[i].startsWith("- ", indent)) {
                return indent > 0 ? i : -1;
            }
        }
        return -1;
    }

    /** Behind the last line of what begins on this one. */
    private static int endOf(String[] lines, int start) {
        int end = start + 1;
        while (end < lines.length && (saysNothing(lines[end]) || indent(lines[end]) > indent(lines[start]))) {
            end++;
        }
        return end;
    }

    /** The line that this one hangs under; -1 if there is none. */
    private static int parentOf(String[] lines, int line) {
        int above = line - 1;
        while (above >= 0 && (saysNothing(lines[above]) || indent(lines[above]) >= indent(lines[line]))) {
            above--;
        }
        return above;
    }

    /** Whether a field would hold nothing any more, which Camel refuses. */
    private static boolean isLeftEmpty(String[] lines, int field, int end) {
        if (field < 0 || lines[field].stripLeading().startsWith("- ") || endOf(lines, field) != end) {
            return false;
        }
        int[] held = IntStream.range(field + 1, end)
                .filter(i -> !saysNothing(lines[i]))
                .map(i -> indent(lines[i]))
                .toArray();
        return Arrays.stream(held).filter(indent -> indent == held[0]).count() == 1;
    }

    private static boolean saysNothing(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
