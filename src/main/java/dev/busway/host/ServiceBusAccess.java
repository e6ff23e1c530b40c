package dev.busway.host;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationAsyncClient;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationClientBuilder;
import dev.busway.credential.WatchedCredential;
import dev.busway.servicebus.BuswayServiceBusComponent;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Connection;
import dev.busway.settings.Connection.Namespace;
import dev.busway.settings.Connection.Shared;
import dev.busway.settings.ProgramName;
import dev.busway.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.azure.servicebus.CredentialType;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;

/** The way to Service Bus, the same for the apps and for the tools of the command line. */
public final class ServiceBusAccess {

    private final Connection connection;
    private final WatchedCredential credential;

    private ServiceBusAccess(Connection connection) {
        this.connection = connection;
        this.credential = connection instanceof Namespace ? WatchedCredential.ofEnvironment() : null;
    }

    /**
     * Reads the way from the settings.
     *
     * @throws ConfigurationException when there is none or it is malformed; the message holds no secret
     */
    public static ServiceBusAccess from(Settings settings) {
        return new ServiceBusAccess(Connection.from(settings)
                .orElseThrow(() -> new ConfigurationException("No Service Bus to connect to. Set SERVICE_BUS_NAMESPACE"
                        + " (such as myns.servicebus.windows.net) or SERVICE_BUS_CONNECTION_STRING,"
                        + " or try it without Azure: " + ProgramName.inShell() + " dev")));
    }

    /** Where Service Bus is and the kind of credential. */
    public Connection connection() {
        return connection;
    }

    /** The credential in use; empty with a connection string. */
    public Optional<WatchedCredential> credential() {
        return Optional.ofNullable(credential);
    }

    /** A builder of SDK clients that is let in. */
    public ServiceBusClientBuilder clientBuilder() {
        ServiceBusClientBuilder builder = new ServiceBusClientBuilder();
        if (connection instanceof Shared shared) {
            return builder.connectionString(shared.connectionString().value());
        }
        credential.make();
        return builder.fullyQualifiedNamespace(connection.host()).credential(credential);
    }

    /** A client that reads how queues are set up, if the rights allow it; empty for an emulator, which has no such address. */
    public Optional<ServiceBusAdministrationAsyncClient> administration() {
        ServiceBusAdministrationClientBuilder builder = new ServiceBusAdministrationClientBuilder()
                .retryOptions(new RetryOptions(new FixedDelayOptions(1, Duration.ofSeconds(1))));
        if (connection instanceof Shared shared) {
            return shared.connectionString().emulator()
                    ? Optional.empty()
                    : Optional.of(
                            builder.connectionString(shared.connectionString().value())
                                    .buildAsyncClient());
        }
        return Optional.of(builder.credential(connection.host(), credential).buildAsyncClient());
    }

    void applyTo(CamelContext context) {
        ServiceBusComponent component =
                context.getComponent(BuswayServiceBusComponent.SCHEME, ServiceBusComponent.class);
        ServiceBusConfiguration configuration = component.getConfiguration();
        if (connection instanceof Shared shared) {
            configuration.setConnectionString(shared.connectionString().value());
            configuration.setCredentialType(CredentialType.CONNECTION_STRING);
        } else {
            credential.make();
            configuration.setFullyQualifiedNamespace(connection.host());
            configuration.setTokenCredential(credential);
            configuration.setCredentialType(CredentialType.TOKEN_CREDENTIAL);
        }
    }
}
