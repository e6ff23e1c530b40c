package dev.busway.command;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.busway.check.PlainConnection;
import dev.busway.host.ServiceBusAccess;
import dev.busway.settings.Connection;
import dev.busway.settings.Settings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Which Service Bus a tool talks to: the one of the environment, or one that is named on the command line. */
public final class ServiceBusOptions {

    @Option(
            names = "--namespace",
            paramLabel = "<namespace>",
            description = "Fully qualified namespace (default: SERVICE_BUS_NAMESPACE or SERVICE_BUS_CONNECTION_STRING)")
    private String namespace;

    @Option(names = "--emulator", paramLabel = "<port>", description = "The emulator on this port of this machine")
    private Integer emulator;

    // Guarded by this: a command may open several connections, of which only the first needs the probe.
    private boolean reached;

    /** The environment's settings, with what the command line says on top. */
    public Settings settings() {
        Settings settings = Settings.ofThisProcess();
        if (emulator != null) {
            return settings.with(
                    Settings.CONNECTION_STRING,
                    "Endpoint=sb://127.0.0.1:" + emulator
                            + ";SharedAccessKeyName=any;SharedAccessKey=any;UseDevelopmentEmulator=true");
        }
        return namespace == null ? settings : settings.withNamespace(namespace);
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
