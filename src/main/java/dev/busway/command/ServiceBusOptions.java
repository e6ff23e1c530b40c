package dev.busway.command;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.busway.check.PlainConnection;
import dev.busway.dev.RunningDev;
import dev.busway.host.ServiceBusAccess;
import dev.busway.settings.Connection;
import dev.busway.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which Service Bus a tool talks to: the one of the environment, or one that is named on the command line. */
public final class ServiceBusOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--namespace",
            paramLabel = "<namespace>",
            description =
                    "Fully qualified namespace (default: SERVICE_BUS_NAMESPACE or SERVICE_BUS_CONNECTION_STRING, else"
                            + " the emulator of a dev that runs in this folder)")
    private String namespace;

    @Option(
            names = "--emulator",
            paramLabel = "<port>",
            converter = PortConverter.class,
            description = "The emulator on this port of this machine")
    private Integer emulator;

    // Guarded by this: a command may open several connections, of which only the first needs the probe.
    private boolean reached;

    // Guarded by this.
    private boolean said;

    /**
     * The settings with what the command line says on top. Where nothing names a Service Bus, a {@code dev} that runs in the
     * working directory does; which one it is then, or that it is another one than that of {@code dev}, is said once.
     */
    public Settings settings() {
        Settings settings = Settings.ofThisProcess();
        if (emulator != null) {
            return onThisMachine(settings, emulator);
        }
        if (namespace != null) {
            return settings.withNamespace(namespace);
        }
        Optional<RunningDev> dev = RunningDev.find(Path.of(""));
        if (dev.isEmpty()) {
            return settings;
        }
        int port = dev.get().emulatorPort();
        Optional<Connection> named = Connection.from(settings);
        say(named.map(other ->
                        "Service Bus " + other.host() + ", as the settings say; dev runs here too: --emulator " + port)
                .orElse("Service Bus of dev in this folder, port " + port));
        return named.isPresent() ? settings : onThisMachine(settings, port);
    }

    private static Settings onThisMachine(Settings settings, int port) {
        return settings.with(
                Settings.CONNECTION_STRING,
                "Endpoint=sb://127.0.0.1:" + port
                        + ";SharedAccessKeyName=any;SharedAccessKey=any;UseDevelopmentEmulator=true");
    }

    private synchronized void say(String which) {
        if (!said && spec != null) {
            spec.commandLine().getErr().println(which);
        }
        said = true;
    }

    /**
     * A builder of clients that is let in. The first one waits for a plain connection, so that whoever typed the command reads
     * within seconds what is wrong with the way to Service Bus.
     *
     * @throws dev.busway.settings.ConfigurationException when there is no Service Bus to talk to, or it is misspelt
     * @throws dev.busway.check.UnreachableException when it cannot be reached
     */
    public ServiceBusClientBuilder clientBuilder() {
        ServiceBusAccess access = ServiceBusAccess.from(settings());
        reach(access.connection());
        // Somebody waits at the other end: after two tries of ten seconds it is time to say so.
        AmqpRetryOptions patience =
                new AmqpRetryOptions().setTryTimeout(Duration.ofSeconds(10)).setMaxRetries(1);
        return access.clientBuilder().retryOptions(patience);
    }

    private synchronized void reach(Connection connection) {
        if (!reached) {
            PlainConnection.require(connection);
            reached = true;
        }
    }
}
