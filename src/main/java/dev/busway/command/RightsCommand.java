package dev.busway.command;

import dev.busway.routes.RouteMap;
import dev.busway.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the least rights that the apps need, queue by queue, as role assignments. */
@Command(
        name = "rights",
        description = "Print the least rights per queue as Azure role assignments; connects to nothing",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class RightsCommand implements Callable<Integer> {

    private static final String RECEIVER = "Azure Service Bus Data Receiver";
    private static final String SENDER = "Azure Service Bus Data Sender";

    @Spec
    private CommandSpec spec;

    @Mixin
    private RouteArguments routes = new RouteArguments();

    @Option(
            names = "--dead-letter",
            description = "Also what resubmitting dead letters needs: to send to the queues that are received from")
    private boolean deadLetter;

    @Override
    public Integer call() {
        Logs.ofTool();
        Settings settings = Settings.ofThisProcess();
        List<Path> files = routes.files(settings);
        RouteMap map = routes.check(settings, files).map(files);
        Set<String> assignments = new LinkedHashSet<>();
        for (RouteMap.Lane lane : map.lanes()) {
            assignments.add(assignment(RECEIVER, lane.input()));
            lane.outputs().forEach(output -> assignments.add(assignment(SENDER, output)));
            if (deadLetter) {
                assignments.add(assignment(SENDER, lane.input()));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("# IDENTITY: object id of the host's identity. NAMESPACE: resource id of the namespace, from");
        out.println("# az servicebus namespace show --resource-group <group> --name <name> --query id --output tsv");
        assignments.forEach(out::println);
        out.flush();
        map.unreadable().forEach(problem -> spec.commandLine().getErr().println(problem));
        return map.unreadable().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String assignment(String role, String queue) {
        return "az role assignment create --assignee-object-id \"$IDENTITY\" --assignee-principal-type ServicePrincipal --role \""
                + role + "\" --scope \"$NAMESPACE/queues/" + queue + "\"";
    }
}
