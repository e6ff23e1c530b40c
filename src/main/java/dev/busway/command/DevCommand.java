package dev.busway.command;

import dev.busway.dev.Results;
import dev.busway.dev.RunningDev;
import dev.busway.dev.SampleSender;
import dev.busway.dev.Samples;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.EndOnOutOfMemory;
import dev.busway.host.Host;
import dev.busway.host.Lane;
import dev.busway.settings.ProgramName;
import dev.busway.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
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
            converter = PortConverter.class,
            description = "Port of the emulator (default: any free one)")
    private int emulatorPort;

    @Override
    public Integer call() {
        Settings settings = options.applyTo(Settings.ofThisProcess());
        Logs.ofDeveloper(settings);
        EndOnOutOfMemory.install();
        StopSignals signals = StopSignals.listen();
        EmulatorOptions where = EmulatorOptions.DEFAULT.withHost(LOOPBACK).withPort(emulatorPort);
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(where);
                Host host = start(settings.with(Settings.CONNECTION_STRING, emulator.connectionString())
                        .with(Settings.HTTP_HOST, LOOPBACK)
                        .with(Settings.RELOAD, settings.find(Settings.RELOAD).orElse("true"))
                        .with(
                                Settings.LOG_COMPLETED,
                                settings.find(Settings.LOG_COMPLETED).orElse("true")));
                DevFile file = DevFile.write(RunningDev.here(host.httpPort(), emulator.port()));
                Results results = Results.watch(host, spec.commandLine().getOut())) {
            StartLines.write(host);
            file.failure().ifPresent(spec.commandLine().getErr()::println);
            Samples samples = Samples.find();
            int sent = new SampleSender(host).send(samples);
            sayWhatToDo(host, emulator, samples, sent, results.queues());
            signals.await();
        }
        return 0;
    }

    /** Whoever is on this machine may change something: the host listens on loopback only. */
    private static Host start(Settings settings) {
        return Host.start(settings, Operations.open(settings));
    }

    private void sayWhatToDo(Host host, ServiceBusEmulator emulator, Samples samples, int sent, List<String> watched) {
        PrintWriter out = spec.commandLine().getOut();
        String busway = ProgramName.inShell();
        synchronized (out) {
            out.println();
            out.println("Sent " + sent + " samples. What arrives in " + String.join(", ", watched)
                    + " is shown below; Ctrl-C ends.");
            host.lanes().stream()
                    .map(Lane::app)
                    .filter(app -> samples.of(app).isEmpty())
                    .forEach(app ->
                            out.println("No samples for " + app + ": put some into samples/" + app + "/*.json."));
            out.println("In another terminal, in this folder:");
            example(host, samples).ifPresent(example -> out.println("  " + busway + " send " + example));
            out.println("  " + busway + " apps");
            out.println("Page: http://localhost:" + host.httpPort() + "/");
            out.println("Connection string for other clients: " + emulator.connectionString());
            out.println();
            out.flush();
        }
    }

    /** A queue and a body that its app takes, as a shell reads them. */
    private static Optional<String> example(Host host, Samples samples) {
        return host.lanes().stream()
                .flatMap(lane -> samples.goodOneOf(lane.app()).stream()
                        .map(sample -> lane.entrance() + " '"
                                + sample.body()
                                        .strip()
                                        .replaceAll("\\s*\\R\\s*", " ")
                                        .replace("'", "'\\''") + "'"))
                .findFirst();
    }
}
