package dev.busway.routetest;

import dev.busway.host.Lane;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The tests that stand beside the routes: finds them, and runs them on an embedded Service Bus. */
public final class RouteTests {

    /** Folder of the tests within that of the routes. */
    public static final String FOLDER = "tests";

    private final List<RouteTest> tests;

    private RouteTests(List<RouteTest> tests) {
        this.tests = List.copyOf(tests);
    }

    /**
     * Reads test files.
     *
     * @param files files, or folders of {@code *.test.yaml}
     * @throws TestFileException when one of them cannot be understood
     * @throws ConfigurationException when there is none
     */
    public static RouteTests read(List<Path> files) {
        List<RouteTest> tests = new ArrayList<>();
        for (Path file : files) {
            for (Path each : Files.isDirectory(file) ? inFolder(file) : List.of(file)) {
                tests.addAll(TestFileReader.read(each));
            }
        }
        if (tests.isEmpty()) {
            throw new ConfigurationException("There are no tests in "
                    + String.join(", ", files.stream().map(Path::toString).toList())
                    + ". Write one in a file named <app>" + TestFileReader.SUFFIX + "; see docs/test-a-route.md.");
        }
        return new RouteTests(tests);
    }

    private static List<Path> inFolder(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.getFileName().toString().endsWith(TestFileReader.SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Those whose name or app contains a text. */
    public RouteTests only(String text) {
        return new RouteTests(tests.stream()
                .filter(test -> test.name().contains(text) || test.app().contains(text))
                .toList());
    }

    public int size() {
        return tests.size();
    }

    /**
     * Runs them one after the other; a test whose message does not end in time costs the next one a fresh host.
     *
     * @param settings of the host that is tested; those that would make tests slow are replaced
     * @param each is told of each result as it comes
     * @throws TestFileException when a test names an app, a queue or a bean that there is not
     */
    public List<TestResult> run(Settings settings, Consumer<TestResult> each) {
        List<TestResult> results = new ArrayList<>();
        Lab lab = null;
        try {
            for (RouteTest test : tests) {
                if (lab == null) {
                    lab = open(settings);
                }
                Observed observed = lab.run(test);
                TestResult result = result(test, observed, lab);
                results.add(result);
                each.accept(result);
                if (observed.end() instanceof Observed.End.Unfinished) {
                    lab.close();
                    lab = null;
                }
            }
        } finally {
            if (lab != null) {
                lab.close();
            }
        }
        return results;
    }

    private Lab open(Settings settings) {
        List<String> apps = RouteTest.appsOf(tests);
        Lab lab = Lab.open(settings, apps, List.of());
        try {
            List<String> sessionInputs = sessionInputs(lab);
            if (!sessionInputs.isEmpty()) {
                lab.close();
                lab = Lab.open(settings, apps, sessionInputs);
            }
            for (RouteTest test : tests) {
                check(test, lab);
            }
            return lab;
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /** A queue whose messages have a session id in any test is one that requires sessions. */
    private List<String> sessionInputs(Lab lab) {
        return tests.stream()
                .filter(test -> test.given().sessionId() != null)
                .flatMap(test -> lab.lane(test.app()).stream())
                .map(Lane::input)
                .distinct()
                .toList();
    }

    private static void check(RouteTest test, Lab lab) {
        Lane lane = lab.lane(test.app())
                .orElseThrow(() -> new TestFileException(
                        test.file(),
                        test.line(),
                        "there is no app \"" + test.app() + "\"; there are " + String.join(", ", lab.apps())));
        if (test.expected().outputs().containsKey(Expected.THE_OUTPUT)
                && lane.outputs().size() != 1) {
            throw new TestFileException(
                    test.file(),
                    test.line(),
                    "\"output\" means the one queue that an app sends to, and \"" + test.app() + "\" sends to "
                            + (lane.outputs().isEmpty() ? "none" : String.join(", ", lane.outputs()))
                            + "; name the queues under \"outputs\"");
        }
        Set<String> beans = lab.replaceableBeans();
        Collection<String> named = test.standIns().keySet();
        named.stream().filter(bean -> !beans.contains(bean)).findFirst().ifPresent(unknown -> {
            throw new TestFileException(
                    test.file(),
                    test.line(),
                    "there is no bean step \"" + unknown + "\"; there are " + String.join(", ", beans));
        });
    }

    private static TestResult result(RouteTest test, Observed observed, Lab lab) {
        Optional<String> onlyOutput = lab.lane(test.app())
                .filter(lane -> lane.outputs().size() == 1)
                .map(lane -> lane.outputs().get(0));
        List<String> differences = Comparison.of(test.expected(), observed, onlyOutput);
        Duration took = observed.took();
        return new TestResult(test.place(), test.app(), test.name(), differences, took);
    }
}
