package dev.busway.settings;

import java.util.Optional;

/** Where Service Bus is and how to be let in; exactly one of the two ways. */
public sealed interface Connection {

    /** The host that is connected to, for logs; never a secret. */
    String host();

    /** The kind of credential in a few words, for logs; never a secret. */
    String credentialKind();

    /** A namespace reached with tokens of the environment's own identity. */
    record Namespace(String host) implements Connection {
        @Override
        public String credentialKind() {
            return "DefaultAzureCredential";
        }
    }

    /** A namespace or emulator reached with a connection string. */
    record Shared(ConnectionString connectionString) implements Connection {
        @Override
        public String host() {
            return connectionString.host();
        }

        @Override
        public String credentialKind() {
            return connectionString.emulator() ? "none (emulator)" : "connection string";
        }
    }

    /**
     * Reads the connection from the settings; a connection string wins over a namespace, because somebody who sets both
     * has added the string for this run.
     *
     * @return empty when neither is set
     * @throws ConfigurationException when what is set is malformed; the message holds no secret
     */
    static Optional<Connection> from(Settings settings) {
        Optional<String> shared = settings.find(Settings.CONNECTION_STRING);
        if (shared.isPresent()) {
            return shared.map(value -> new Shared(ConnectionString.parse(value)));
        }
        return settings.find(Settings.NAMESPACE).map(value -> new Namespace(NamespaceName.check(value)));
    }
}
