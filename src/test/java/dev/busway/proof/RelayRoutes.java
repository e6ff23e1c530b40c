package dev.busway.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The routes folder of the app under proof, with the shipped error handling. */
final class RelayRoutes {

    static final String IN = "proof-in";
    static final String OUT = "proof-out";
    static final String APP = "relay";

    private static final String ROUTE = """
            - route:
                id: relay
                from:
                  uri: azure-servicebus:proof-in
                  parameters:
                    maxConcurrentCalls: "{{relay.concurrency:32}}"
                  steps:
                    - convertBodyTo:
                        type: String
                    - bean:
                        beanType: dev.busway.proof.Relay
                        method: handle
                    - to:
                        uri: azure-servicebus:proof-out
            """;

    private RelayRoutes() {}

    static Path writeTo(Path folder) throws IOException {
        Files.writeString(folder.resolve("relay.camel.yaml"), ROUTE);
        String errorHandling = "error-handling.camel.yaml";
        Files.writeString(folder.resolve(errorHandling), Files.readString(Path.of("routes", errorHandling)));
        return folder;
    }
}
