package dev.busway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busway apps}: watches and controls the apps of a running host over its API. */
@Command(
        name = "apps",
        description = "Watch and control the apps of a running host.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "[list|pause|resume|drain|concurrency]")
public final class AppsCommand implements Callable<Integer> {

    /** The apps that are meant; one after the other, ended by the first that cannot be told. */
    private static final class Chosen {
        @Parameters(paramLabel = "<app>", arity = "1..*", description = "names of apps, as list prints them")
        private List<String> apps;
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private HostAddress host = new HostAddress();

    @Mixin
    private AppsView view = new AppsView();

    /** Without a verb it is {@code list}. */
    @Override
    public Integer call() {
        return list(host, view);
    }

    @Command(description = "Show what each app does (the default).", mixinStandardHelpOptions = true)
    int list(@Mixin HostAddress address, @Mixin AppsView shown) {
        return shown.show(address, spec.commandLine().getOut());
    }

    @Command(
            description = "Take no more messages; what is in work goes on, tries that are due later among it.",
            mixinStandardHelpOptions = true)
    int pause(@Mixin HostAddress address, @Mixin Chosen chosen) {
        return tell(address, chosen.apps, (api, app) -> api.tell(app, "pause"));
    }

    @Command(description = "Take messages again.", mixinStandardHelpOptions = true)
    int resume(@Mixin HostAddress address, @Mixin Chosen chosen) {
        return tell(address, chosen.apps, (api, app) -> api.tell(app, "resume"));
    }

    @Command(
            description = "Take no more messages and give back those that wait for their next try.",
            mixinStandardHelpOptions = true)
    int drain(@Mixin HostAddress address, @Mixin Chosen chosen) {
        return tell(address, chosen.apps, (api, app) -> api.tell(app, "drain"));
    }

    @Command(
            description = "Change how many messages an app works on at once, until it is started anew.",
            mixinStandardHelpOptions = true)
    int concurrency(
            @Mixin HostAddress address,
            @Parameters(paramLabel = "<app>", description = "name of the app, as list prints it") String app,
            @Parameters(paramLabel = "<messages>", description = "from 1 to 1000") int messages) {
        return tell(address, List.of(app), (api, name) -> api.concurrency(name, messages));
    }

    private int tell(HostAddress address, List<String> apps, BiFunction<HostApi, String, JsonNode> order) {
        HostApi api = address.open();
        apps.forEach(app -> printer().line(order.apply(api, app)));
        return ExitCode.OK;
    }

    private AppsPrinter printer() {
        return new AppsPrinter(spec.commandLine().getOut());
    }
}
