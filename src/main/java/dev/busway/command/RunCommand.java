package dev.busway.command;

import dev.busway.check.BackgroundCheck;
import dev.busway.host.EndOnOutOfMemory;
import dev.busway.host.Host;
import dev.busway.settings.Settings;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Hosts the apps against Service Bus until it is told to stop. */
@Command(
        name = "run",
        description = "Host the apps against Service Bus (the default command)",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private HostOptions options;

    public RunCommand() {
        this(new HostOptions());
    }

    RunCommand(HostOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() {
        Settings settings = options.applyTo(Settings.ofThisProcess());
        Logs.ofHost(settings);
        EndOnOutOfMemory.install();
        StopSignals signals = StopSignals.listen();
        try (Host host = Host.start(settings, Operations.guarded(settings))) {
            StartLines.write(host);
            BackgroundCheck.start(host);
            signals.await();
            LoggerFactory.getLogger("dev.busway").info("Stopping: the apps finish what they have");
        }
        LoggerFactory.getLogger("dev.busway").info("Stopped");
        return 0;
    }
}
