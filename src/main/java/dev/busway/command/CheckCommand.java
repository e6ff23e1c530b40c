package dev.busway.command;

import dev.busway.check.Finding;
import dev.busway.check.ServiceBusCheck;
import dev.busway.host.Lane;
import dev.busway.host.ServiceBusAccess;
import dev.busway.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tries everything that the apps will need of Service Bus, without taking or sending a message. */
@Command(
        name = "check",
        description = "Try namespace, credential, queues and rights of the apps; takes and sends no message",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class CheckCommand implements Callable<Integer> {

    /** What {@code --json} writes. */
    private record Result(boolean good, List<Finding> findings) {}

    @Spec
    private CommandSpec spec;

    @Mixin
    private RouteArguments routes = new RouteArguments();

    @Mixin
    private ServiceBusOptions serviceBus = new ServiceBusOptions();

    @Mixin
    private JsonOutput json = new JsonOutput();

    @Override
    public Integer call() {
        Logs.ofTool();
        Settings settings = serviceBus.settings();
        List<Path> files = routes.files(settings);
        List<Lane> lanes = routes.check(settings, files).map(files).lanes().stream()
                .map(lane -> new Lane(lane.app(), lane.input(), lane.outputs()))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = new ArrayList<>();
        boolean good = new ServiceBusCheck(ServiceBusAccess.from(settings), finding -> {
                    findings.add(finding);
                    if (!json.isWanted()) {
                        out.println(word(finding.verdict()) + finding.line());
                    }
                })
                .run(lanes);
        if (json.isWanted()) {
            JsonOutput.pretty(out, new Result(good, findings));
        }
        out.flush();
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String word(Finding.Verdict verdict) {
        return switch (verdict) {
            case GOOD -> "good       ";
            case ADVICE -> "advice     ";
            case UNKNOWN -> "not known  ";
            case BAD -> "bad        ";
        };
    }
}
