package dev.busway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.routes.RouteCheck;
import dev.busway.routes.RouteProblem;
import dev.busway.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks route files without starting them. */
@Command(
        name = "validate",
        description = "Check route files, schemas and properties without starting anything",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        footer = {"", "Exit code: 0 nothing found, 1 something found, 2 wrong use."})
public final class ValidateCommand implements Callable<Integer> {

    /** What {@code --json} writes. */
    private record Result(boolean valid, int files, List<RouteProblem> problems, List<String> ignored) {}

    @Spec
    private CommandSpec spec;

    @Mixin
    private RouteArguments arguments = new RouteArguments();

    @Option(names = "--json", description = "Write the result as one JSON object")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Logs.ofTool();
        Settings settings = Settings.ofThisProcess();
        List<Path> files = arguments.files(settings);
        RouteCheck check = arguments.check(settings, files);
        List<RouteProblem> problems = Settings.fileBesideTheJar()
                .map(properties -> check.check(files, properties, Settings.documentedKeys()))
                .orElseGet(() -> check.check(files));
        List<String> ignored = arguments.ignored().stream().map(Path::toString).toList();
        print(new Result(problems.isEmpty(), files.size(), problems, ignored));
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void print(Result result) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
            return;
        }
        for (RouteProblem problem : result.problems()) {
            out.println(problem.place() + ": " + problem.what());
            out.println("    " + problem.remedy());
        }
        result.ignored()
                .forEach(path -> out.println(path + ": not checked, because a host does not read it either; routes are"
                        + " in files *.camel.yaml directly in the folder"));
        out.println(count(result.files(), "file") + " checked, "
                + count(result.problems().size(), "problem") + ".");
    }

    private static String count(int number, String thing) {
        return (number == 0 ? "no" : String.valueOf(number)) + " " + thing + (number == 1 ? "" : "s");
    }
}
