package dev.busway.command;

import dev.busway.dev.Results;
import dev.busway.dev.SampleSender;
import dev.busway.dev.Samples;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hosts the apps on a Service Bus inside the same process, sends them the samples, and prints what comes out. */
@Command(
        name = "dev",
        description = "Try the apps without Azure: an emulator in this process, sample messages, results on the screen",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class DevCommand implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HostOptions options = new HostOptions();

    @Option(
            names = "--emulator-port",
            paramLabel = "<port>",
            defaultValue = "0",
            description = "Port of the emulator (default: any free one)")
    private int emulatorPort;

    @Override
    public Integer call() {
        Settings settings = options.applyTo(Settings.ofThisProcess());
        Logs.ofDeveloper();
        StopSignals signals = StopSignals.listen();
        EmulatorOptions where = EmulatorOptions.DEFAULT.withHost(LOOPBACK).withPort(emulatorPort);
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(where);
                Host host = start(settings.with(Settings.CONNECTION_STRING, emulator.connectionString())
                        .with(Settings.HTTP_HOST, LOOPBACK)
                        .with(Settings.RELOAD, settings.find(Settings.RELOAD).orElse("true")));
                Results results = Results.watch(host, spec.commandLine().getOut())) {
            StartLines.write(host);
            int sent = new SampleSender(host).send(Samples.find());
            sayWhatToDo(host, emulator, sent, results.queues());
            signals.await();
        }
        return 0;
    }

    /** Whoever is on this machine may change something: the host listens on loopback only. */
    private static Host start(Settings settings) {
        return Host.start(settings, Operations.open(settings));
    }

    private void sayWhatToDo(Host host, ServiceBusEmulator emulator, int sent, List<String> watched) {
        PrintWriter out = spec.commandLine().getOut();
        synchronized (out) {
            out.println();
            out.println("Sent " + sent + " samples. What arrives in " + String.join(", ", watched)
                    + " is shown below; Ctrl-C ends.");
            host.lanes().stream()
                    .findFirst()
                    .ifPresent(lane -> out.println("Send one yourself: java -jar busway.jar send "
                            + lane.entrance()
                            + " --emulator " + emulator.port() + " '{\"id\": \"1\", ...}'"));
            out.println("Connection string: " + emulator.connectionString());
            out.println();
            out.flush();
        }
    }
}
