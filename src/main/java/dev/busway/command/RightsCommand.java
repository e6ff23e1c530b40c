package dev.busway.command;

import dev.busway.address.Address;
import dev.busway.address.Entity;
import dev.busway.routes.RouteMap;
import dev.busway.routes.RouteProblem;
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
        description = "Print the least rights per queue, topic and subscription as Azure role assignments; connects to"
                + " nothing",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class RightsCommand implements Callable<Integer> {

    private static final String RECEIVER = "Azure Service Bus Data Receiver";
    private static final String SENDER = "Azure Service Bus Data Sender";

    /** One role on one entity; the scope begins after the resource id of the namespace. */
    private record Assignment(String role, String scope) {}

    /** What {@code --json} writes. */
    private record Result(Set<Assignment> assignments, List<RouteProblem> unreadable) {}

    @Spec
    private CommandSpec spec;

    @Mixin
    private RouteArguments routes = new RouteArguments();

    @Option(
            names = "--dead-letter",
            description = "Also what resubmitting dead letters needs: to send to the queues that are received from")
    private boolean deadLetter;

    @Mixin
    private JsonOutput json = new JsonOutput();

    @Override
    public Integer call() {
        Logs.ofTool();
        Settings settings = Settings.ofThisProcess();
        List<Path> files = routes.files(settings);
        RouteMap map = routes.check(settings, files).map(files);
        Set<Assignment> assignments = new LinkedHashSet<>();
        for (RouteMap.Lane lane : map.lanes()) {
            Entity input = Address.of(lane.input()).entity();
            assignments.add(new Assignment(RECEIVER, scope(input)));
            lane.outputs()
                    .forEach(output -> assignments.add(
                            new Assignment(SENDER, (lane.topics().contains(output) ? "topics/" : "queues/") + output)));
            // Nothing can be sent to one subscription alone: where its dead letters may go is the operator's to say.
            if (deadLetter && !input.isSubscription()) {
                assignments.add(new Assignment(SENDER, scope(input)));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json.isWanted()) {
            JsonOutput.pretty(out, new Result(assignments, map.unreadable()));
            return map.unreadable().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        out.println("# IDENTITY: object id of the host's identity. NAMESPACE: resource id of the namespace, from");
        out.println("# az servicebus namespace show --resource-group <group> --name <name> --query id --output tsv");
        assignments.stream().map(RightsCommand::command).forEach(out::println);
        map.lanes().forEach(lane -> lane.computed()
                .forEach(address -> out.println("# " + lane.app() + " also sends to " + address
                        + ", which only a message tells: add " + SENDER + " for each queue that it may be.")));
        out.flush();
        map.unreadable().forEach(problem -> spec.commandLine().getErr().println(problem));
        return map.unreadable().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Rights are given to an entity as a whole, its dead-letter queue with it. */
    private static String scope(Entity entity) {
        return entity.isSubscription()
                ? "topics/" + entity.name() + "/subscriptions/" + entity.subscription()
                : "queues/" + entity.name();
    }

    private static String command(Assignment assignment) {
        return "az role assignment create --assignee-object-id \"$IDENTITY\" --assignee-principal-type"
                + " ServicePrincipal --role \""
                + assignment.role() + "\" --scope \"$NAMESPACE/" + assignment.scope() + "\"";
    }
}
