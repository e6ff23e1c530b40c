package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in one sentence what Camel says in a chain of exceptions, and on which line it is. */
final class Explanations {

    private static final String UNKNOWN = "Camel refuses this: ";

    private Explanations() {}

    /** Whether these are Camel's words, and not ours. */
    static boolean isUnknown(RouteProblem problem) {
        return problem.what().startsWith(UNKNOWN);
    }

    /** The problem behind a failure to read or to build this file. */
    static RouteProblem explain(RouteFile file, Throwable failure, CamelContext context, int line) {
        List<Throwable> chain = chain(failure);
        for (Throwable cause : chain) {
            if (cause instanceof MarkedYamlEngineException marked) {
                return YamlFailures.explain(file, marked);
            }
        }
        Explanation found = chain.stream()
                .map(cause -> BuildFailures.explain(cause, context))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> unknown(chain.get(0)));
        int place = found.sought().isEmpty() ? line : file.lineOf(found.sought(), line);
        return new RouteProblem(file.name(), place, found.what(), found.remedy());
    }

    /** The same, but only where it names something that stands in the file, and so cannot be a consequence. */
    static Optional<RouteProblem> explainNamed(RouteFile file, Throwable failure, CamelContext context, int line) {
        List<Throwable> chain = chain(failure);
        boolean named = chain.stream()
                .anyMatch(cause -> cause instanceof MarkedYamlEngineException marked
                        ? YamlFailures.isNamed(marked)
                        : BuildFailures.explain(cause, context)
                                .filter(found -> !found.sought().isEmpty() && file.lineOf(found.sought(), 0) > 0)
                                .isPresent());
        return named ? Optional.of(explain(file, failure, context, line)) : Optional.empty();
    }

    /** The causes, the innermost first: it knows best, and the outer ones repeat it. */
    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(0, cause);
        }
        return chain;
    }

    /** The first line, with one full stop. */
    static String sentence(String text) {
        return text.lines().findFirst().orElse("").strip().replaceAll("[.:;,\\s]+$", "") + ".";
    }

    private static Explanation unknown(Throwable root) {
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return Explanation.of(UNKNOWN + sentence(message), "See the documentation of this step or component.", "");
    }
}
