package dev.busway.command;

import dev.busway.deadletter.AppDeadLetters;
import dev.busway.deadletter.DeadLetterFilter;
import dev.busway.deadletter.DeadLetterListing;
import dev.busway.deadletter.DeadLetterQueue;
import dev.busway.ops.DeadLetterJson;
import dev.busway.routes.RouteMap;
import dev.busway.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busway dead-letter list}: of one queue, or app by app of all that the routes receive from. */
@Command(
        name = "list",
        description = "Count dead letters by app, reason and description.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
final class DeadLetterListCommand implements Callable<Integer> {

    private static final int GOOD = 0;
    private static final int FAILED = 1;

    /** Ten queues of a hundred thousand dead letters each were no reason to give up. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "<queue>",
            description = "the queue; for a subscription <topic>/Subscriptions/<subscription>;"
                    + " without one, the inputs of all apps of the routes")
    private String queue;

    @Mixin
    private ServiceBusOptions serviceBus = new ServiceBusOptions();

    @Mixin
    private DeadLetterChoice choice = new DeadLetterChoice();

    @Option(names = "--letters", defaultValue = "20", description = "show so many single ones of a queue too (20)")
    private int letters;

    @Option(names = "--look", defaultValue = "100000", description = "look at no more than so many in a queue (100000)")
    private long look;

    @Option(names = "--routes", paramLabel = "<folder>", description = "Folder of the route files (default: routes)")
    private Path routes;

    @Option(names = "--lib", paramLabel = "<folder>", description = "Folder of jars with apps (default: lib)")
    private String lib;

    @Mixin
    private JsonOutput json = new JsonOutput();

    @Override
    public Integer call() {
        Logs.ofTool();
        DeadLetterFilter filter = filter();
        if (queue == null) {
            return ofAllApps(filter);
        }
        try (DeadLetterQueue deadLetters = DeadLetterQueue.open(serviceBus::clientBuilder, queue)) {
            DeadLetterListing listing = deadLetters.list(filter, letters, look);
            if (json.isWanted()) {
                JsonOutput.pretty(
                        spec.commandLine().getOut(),
                        Map.of("queues", List.of(DeadLetterJson.json(List.of(), listing))));
            } else {
                printer().print(listing);
            }
            return GOOD;
        }
    }

    private int ofAllApps(DeadLetterFilter filter) {
        Settings settings = serviceBus.settings();
        RouteArguments arguments = RouteArguments.of(spec, routes, lib);
        List<Path> files = arguments.files(settings);
        RouteMap map = arguments.check(settings, files).map(files);
        Map<String, String> inputs = new LinkedHashMap<>();
        map.lanes().forEach(lane -> inputs.put(lane.app(), lane.input()));
        List<AppDeadLetters> found =
                AppDeadLetters.look(serviceBus::clientBuilder, inputs, filter, letters, look, PATIENCE);
        if (json.isWanted()) {
            JsonOutput.pretty(
                    spec.commandLine().getOut(),
                    Map.of("queues", found.stream().map(DeadLetterJson::json).toList()));
        } else {
            printer().print(found);
        }
        map.unreadable().forEach(problem -> spec.commandLine().getErr().println(problem));
        boolean all = map.unreadable().isEmpty() && found.stream().allMatch(app -> app.failure() == null);
        return all ? GOOD : FAILED;
    }

    private DeadLetterFilter filter() {
        try {
            return choice.filter();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private DeadLetterPrinter printer() {
        return new DeadLetterPrinter(spec.commandLine().getOut());
    }
}
