package dev.busway.host;

import dev.busway.settings.ConfigurationException;
import dev.busway.settings.SecretNames;

/** The rule for what routes may read of the environment, the system properties and the settings: all but the host's secrets. */
final class ReadableByRoutes {

    private ReadableByRoutes() {}

    /**
     * Passes every name that a route may read.
     *
     * @throws ConfigurationException naming the secret that was asked for
     */
    static void require(String name) {
        if (SecretNames.contains(name)) {
            throw new ConfigurationException(name.strip() + " is a secret of the host, which no route can read.");
        }
    }
}
