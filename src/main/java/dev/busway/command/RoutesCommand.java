package dev.busway.command;

import dev.busway.routes.RouteMap;
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

/** Shows which app reads and writes which queues. */
@Command(
        name = "routes",
        description = "Show which app reads and writes which queues, without starting anything",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class RoutesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RouteArguments arguments = new RouteArguments();

    @Mixin
    private JsonOutput json = new JsonOutput();

    @Option(names = "--mermaid", description = "Write a Mermaid diagram")
    private boolean mermaid;

    @Override
    public Integer call() {
        Logs.ofTool();
        Settings settings = Settings.ofThisProcess();
        List<Path> files = arguments.files(settings);
        RouteMap map = arguments.check(settings, files).map(files);
        PrintWriter out = spec.commandLine().getOut();
        if (json.isWanted()) {
            JsonOutput.pretty(out, map);
        } else {
            out.print(mermaid ? map.mermaid() : map.table());
            out.flush();
            for (RouteProblem problem : map.unreadable()) {
                spec.commandLine().getErr().println(problem);
            }
        }
        return map.unreadable().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
