package dev.busway.servicebus.connection;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.AmqpTransportType;
import com.azure.core.amqp.ProxyOptions;
import com.azure.core.credential.TokenCredential;
import com.azure.core.util.ClientOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import java.time.Duration;
import org.apache.camel.component.azure.servicebus.CredentialType;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;

/**
 * How to reach a namespace and prove who we are there. Two endpoints with equal settings may share a connection, and so a
 * transaction.
 */
public record ConnectionSettings(
        CredentialType credentialType,
        String connectionString,
        String namespace,
        TokenCredential credential,
        ClientOptions clientOptions,
        ProxyOptions proxy,
        AmqpTransportType transport,
        AmqpRetryOptions retry) {

    private static final Duration TRY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(250);

    public static ConnectionSettings of(ServiceBusConfiguration configuration) {
        CredentialType type = configuration.getCredentialType();
        if (type == null) {
            type = configuration.getTokenCredential() == null
                    ? CredentialType.CONNECTION_STRING
                    : CredentialType.TOKEN_CREDENTIAL;
        }
        boolean byString = type == CredentialType.CONNECTION_STRING;
        return new ConnectionSettings(
                type,
                byString ? configuration.getConnectionString() : null,
                byString ? null : configuration.getFullyQualifiedNamespace(),
                type == CredentialType.TOKEN_CREDENTIAL ? configuration.getTokenCredential() : null,
                configuration.getClientOptions(),
                configuration.getProxyOptions(),
                configuration.getAmqpTransportType(),
                configuration.getAmqpRetryOptions());
    }

    /** What keeps an endpoint with these settings from working at all; null when nothing does. */
    public String problem() {
        if (credentialType == CredentialType.CONNECTION_STRING && isBlank(connectionString)) {
            return "Azure Service Bus needs a connection string or a namespace: set connectionString, or"
                    + " fullyQualifiedNamespace with credentialType=AZURE_IDENTITY.";
        }
        if (credentialType != CredentialType.CONNECTION_STRING && isBlank(namespace)) {
            return "credentialType=" + credentialType + " needs fullyQualifiedNamespace.";
        }
        return null;
    }

    /**
     * A builder whose clients do not retry: the SDK's own retries would hide a lost link from health, and would send again
     * what may have arrived. The connection itself is opened again for as long as it takes.
     */
    ServiceBusClientBuilder withoutRetries() {
        AmqpRetryOptions options = new AmqpRetryOptions()
                .setMode(AmqpRetryMode.FIXED)
                .setDelay(RECONNECT_DELAY)
                .setMaxRetries(0)
                .setTryTimeout(retry == null ? TRY_TIMEOUT : retry.getTryTimeout());
        ServiceBusClientBuilder builder = new ServiceBusClientBuilder()
                .transportType(transport)
                .retryOptions(options)
                .proxyOptions(proxy)
                .clientOptions(clientOptions);
        return switch (credentialType) {
            case CONNECTION_STRING -> builder.connectionString(connectionString);
            case TOKEN_CREDENTIAL -> builder.credential(namespace, credential);
            case AZURE_IDENTITY -> builder.credential(namespace, new DefaultAzureCredentialBuilder().build());
        };
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    /** Deliberately names neither keys nor tokens. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + credentialType + (namespace == null ? "" : ", " + namespace) + "]";
    }
}
