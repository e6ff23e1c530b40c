package dev.busway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.routetest.FolderChanges;
import dev.busway.routetest.JunitReport;
import dev.busway.routetest.RouteTests;
import dev.busway.routetest.TestFileSchema;
import dev.busway.routetest.TestResult;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the tests that stand beside the routes. */
@Command(
        name = "test",
        description = "Run the tests in routes/tests on an embedded Service Bus",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        footer = {"", "Exit code: 0 all passed, 1 some failed, 2 wrong use or a test file that cannot be understood."})
public final class TestCommand implements Callable<Integer> {

    /** What {@code --json} writes; the shape is documented in docs/test-a-route.md. */
    private record Report(int tests, int failed, List<Line> results) {}

    private record Line(String place, String app, String name, boolean passed, long millis, List<String> differences) {
        static Line of(TestResult result) {
            return new Line(
                    result.place(),
                    result.app(),
                    result.name(),
                    result.passed(),
                    result.took().toMillis(),
                    result.differences());
        }
    }

    private static final Duration QUIET = Duration.ofMillis(300);

    @Spec
    private CommandSpec spec;

    @Mixin
    private HostOptions options = new HostOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "<file>",
            description = "Test files, or folders of them (default: the folder tests within that of the routes)")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--only", paramLabel = "<text>", description = "Only tests whose name or app contains this text")
    private String only;

    @Option(names = "--json", description = "Write the results as one JSON object")
    private boolean json;

    @Option(names = "--junit-xml", paramLabel = "<file>", description = "Also write the results as JUnit XML")
    private Path junitXml;

    @Option(names = "--schema", description = "Print the JSON Schema of test files, for editors, and end")
    private boolean schema;

    @Option(names = "--watch", description = "Run again whenever a route or a test has changed, until Ctrl-C")
    private boolean watch;

    @Override
    public Integer call() throws IOException {
        if (schema) {
            out().print(TestFileSchema.text());
            return ExitCode.OK;
        }
        Logs.ofTool("ERROR");
        Settings settings = options.applyTo(Settings.ofThisProcess());
        if (!watch) {
            return run(settings);
        }
        StopSignals signals = StopSignals.listen();
        Path folder = Path.of(settings.find(Settings.ROUTES).orElse("routes"));
        try (FolderChanges changes = FolderChanges.of(folder)) {
            do {
                runAndSayWhatIsWrong(settings);
                out().println("Waiting for changes in " + folder + "; Ctrl-C ends.");
                out().flush();
            } while (changes.await(QUIET, signals::isStopping));
        }
        return ExitCode.OK;
    }

    private void runAndSayWhatIsWrong(Settings settings) throws IOException {
        try {
            var unused = run(settings);
        } catch (ConfigurationException e) {
            out().println("busway: " + e.getMessage());
        }
    }

    private int run(Settings settings) throws IOException {
        RouteTests tests = RouteTests.read(files.isEmpty() ? List.of(folder(settings)) : files);
        if (only != null) {
            tests = tests.only(only);
            if (tests.size() == 0) {
                throw new ConfigurationException("No test has \"" + only + "\" in its name or app (--only).");
            }
        }
        List<TestResult> results = tests.run(settings, json ? result -> {} : this::print);
        if (junitXml != null) {
            JunitReport.write(results, junitXml);
        }
        int failed = (int) results.stream().filter(result -> !result.passed()).count();
        if (json) {
            printJson(results, failed);
        } else {
            out().println(results.size() + (results.size() == 1 ? " test, " : " tests, ") + failed + " failed.");
        }
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Path folder(Settings settings) {
        String routes = settings.find(Settings.ROUTES).orElse("routes");
        Path folder = Path.of(routes).resolve(RouteTests.FOLDER);
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException("There is no folder " + folder
                    + ". Write tests there, name test files, or start this where the routes are (--routes).");
        }
        return folder;
    }

    private void print(TestResult result) {
        out().println((result.passed() ? "passed  " : "FAILED  ") + result.app() + ": " + result.name() + "  ("
                + result.took().toMillis() + " ms)");
        if (!result.passed()) {
            out().println("    " + result.place());
            result.differences().forEach(difference -> out().println("    " + difference));
        }
        out().flush();
    }

    private void printJson(List<TestResult> results, int failed) throws JsonProcessingException {
        Report report = new Report(
                results.size(), failed, results.stream().map(Line::of).toList());
        out().println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
