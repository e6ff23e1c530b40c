package dev.busway.command;

import dev.busway.emulator.EmulatorConfig;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.FaultApi;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.EndOnOutOfMemory;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the emulator alone, for clients in any language. */
@Command(
        name = "emulator",
        description = "Run a Service Bus emulator for other clients, on this machine only",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class EmulatorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "5672",
            converter = PortConverter.class,
            description = "Port; 0 = any free one (default: 5672)")
    private int port;

    @Option(
            names = "--config",
            paramLabel = "<file>",
            description = "The official emulator's config.json, with the entities to declare")
    private Path config;

    @Option(
            names = "--fault-port",
            paramLabel = "<port>",
            converter = PortConverter.class,
            description = "Also offer faults, clock and history over HTTP on this port; 0 = any free one")
    private Integer faultPort;

    @Option(
            names = "--create-on-first-use",
            description = "With --config: also create queues that it does not declare when they are first used")
    private boolean createOnFirstUse;

    @Override
    public Integer call() {
        Logs.ofDeveloper(Settings.ofThisProcess());
        EndOnOutOfMemory.install();
        StopSignals signals = StopSignals.listen();
        try (ServiceBusEmulator emulator = start()) {
            if (faultPort == null) {
                serve(emulator, signals);
            } else {
                try (FaultApi faults = FaultApi.start(emulator, faultPort)) {
                    spec.commandLine().getOut().println("Faults: http://127.0.0.1:" + faults.port() + "/faults");
                    serve(emulator, signals);
                }
            }
        }
        return 0;
    }

    private void serve(ServiceBusEmulator emulator, StopSignals signals) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Emulator listens on 127.0.0.1:" + emulator.port() + "; Ctrl-C ends");
        out.println("Connection string: " + emulator.connectionString());
        out.flush();
        signals.await();
    }

    private ServiceBusEmulator start() {
        EmulatorConfig entities = entities();
        ServiceBusEmulator emulator = listen();
        if (entities != null) {
            emulator.declare(entities);
        }
        return emulator;
    }

    private ServiceBusEmulator listen() {
        try {
            return ServiceBusEmulator.start(EmulatorOptions.DEFAULT
                    .withHost("127.0.0.1")
                    .withPort(port)
                    .withCreateOnFirstUse(config == null || createOnFirstUse));
        } catch (IllegalStateException e) {
            throw new ConfigurationException(
                    e.getMessage() + ". Choose another port with --port (0 = any free one).", e);
        }
    }

    private EmulatorConfig entities() {
        try {
            return config == null ? null : EmulatorConfig.read(config);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }
}
