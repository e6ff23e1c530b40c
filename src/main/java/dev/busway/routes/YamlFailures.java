package dev.busway.routes;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Explains a file that is no YAML, or holds steps and fields that the YAML DSL does not know. */
final class YamlFailures {

    private static final Pattern NAMED = Pattern.compile("(Unknown node id|Unsupported field): ([^\\s|]+)");

    private YamlFailures() {}

    /** Whether it is a step or a field that there is not, in a file that can be read otherwise. */
    static boolean isNamed(MarkedYamlEngineException failure) {
        return NAMED.matcher(String.valueOf(failure.getMessage())).find();
    }

    static RouteProblem explain(RouteFile file, MarkedYamlEngineException failure) {
        int line = failure.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
        String problem = failure.getProblem() == null ? failure.getMessage() : failure.getProblem();
        Matcher named = NAMED.matcher(String.valueOf(failure.getMessage()));
        if (named.find()) {
            return named(file, line, named.group(1).startsWith("Unknown"), named.group(2));
        }
        String first = String.valueOf(problem).lines().findFirst().orElse("").strip();
        if (first.startsWith("Uri should not contains query parameters")) {
            // The rest of the text is the address, which may hold a secret.
            return new RouteProblem(
                    file.name(),
                    line,
                    "This address has options behind a \"?\", and parameters: besides.",
                    "Put all of them under parameters:.");
        }
        if (failure instanceof YamlDeserializationException) {
            return new RouteProblem(
                    file.name(),
                    line,
                    "This is not a valid route: " + Explanations.sentence(first),
                    "See the shipped routes for the form.");
        }
        return new RouteProblem(
                file.name(),
                line,
                "This is not valid YAML: " + Explanations.sentence(first),
                "Check the indentation of this line and the one above it; the keys of one block start in one column,"
                        + " with spaces, never tabs.");
    }

    private static RouteProblem named(RouteFile file, int line, boolean step, String name) {
        String kind = step ? "step" : "field";
        String remedy = Spelling.nearest(name, step ? DslNames.STEPS : DslNames.FIELDS)
                .map(meant -> "Write " + meant + ".")
                .orElse("Remove it, or see the documentation of the YAML DSL for the "
                        + (step ? "steps that there are." : "fields of this step."));
        return new RouteProblem(
                file.name(),
                file.lineOf(name + ":", line),
                String.format(Locale.ROOT, "There is no %s \"%s\" here.", kind, name),
                remedy);
    }
}
