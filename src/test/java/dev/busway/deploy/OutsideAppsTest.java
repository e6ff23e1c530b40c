package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.command.BuswayCommand;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Apps in jars that others have built, beside the shipped ones. */
final class OutsideAppsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String ROUTE = """
        - route:
            id: greetings
            from:
              uri: azure-servicebus:greetings-in
              steps:
                - convertBodyTo:
                    type: String
                - to:
                    uri: json-validator:{{busway.schemas}}/greetings.schema.json
                - unmarshal:
                    json:
                      library: Jackson
                      unmarshalType: org.example.greetings.Name
                - bean:
                    beanType: org.example.greetings.GreetingProcessor
                    method: handle
                - marshal:
                    json:
                      library: Jackson
                - to:
                    uri: azure-servicebus:greetings-out
        """;
    private static final Map<String, String> FILES = Map.of(
            "routes/greetings.camel.yaml",
            ROUTE,
            "routes/schemas/greetings.schema.json",
            "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"required\": [\"name\"]}");
    private static final Map<String, String> CLASSES = Map.of(
            "org.example.greetings.Name",
            "package org.example.greetings; public record Name(String name) {}",
            "org.example.greetings.GreetingProcessor",
            """
            package org.example.greetings;
            public class GreetingProcessor {
                public Name handle(Name name) {
                    return new Name("Hello, " + name.name());
                }
            }
            """);

    @TempDir
    private Path folder;

    private Path lib;

    @BeforeEach
    void makeLib() throws IOException {
        lib = Files.createDirectory(folder.resolve("lib"));
    }

    @Test
    void jarIsHostedBesideTheFolderOfRoutes() throws Exception {
        AppJar.write(lib.resolve("greetings.jar"), CLASSES, FILES);
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = Host.start(settings(emulator));
                ServiceBusSenderClient in = host.access()
                        .clientBuilder()
                        .sender()
                        .queueName("greetings-in")
                        .buildClient()) {
            in.sendMessage(new ServiceBusMessage("{\"name\": \"Ada\"}"));
            in.sendMessage(new ServiceBusMessage("{\"nom\": \"Ada\"}"));

            assertThat(host.apps().names()).contains("counter", "feedback-form", "greetings");
            assertThat(host.apps().place()).contains("routes", "greetings.jar");
            assertThat(take(host, "greetings-out", SubQueue.NONE).getBody()).hasToString("{\"name\":\"Hello, Ada\"}");
            assertThat(take(host, "greetings-in", SubQueue.DEAD_LETTER_QUEUE).getDeadLetterReason())
                    .isEqualTo("ValidationFailed");
        }
    }

    @Test
    void fileOfTheFolderGoesBeforeTheOneInAJar() throws Exception {
        AppJar.write(lib.resolve("greetings.jar"), CLASSES, FILES);
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("greetings.camel.yaml"), ROUTE.replace("greetings-out", "elsewhere"));
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = Host.start(settings(emulator).with(Settings.ROUTES, routes.toString()))) {
            assertThat(host.lanes()).singleElement().satisfies(lane -> assertThat(lane.outputs())
                    .containsExactly("elsewhere"));
        }
    }

    @Test
    void differentFilesOfOneNameAreRefusedWithBothPlaces() throws Exception {
        AppJar.write(lib.resolve("a.jar"), CLASSES, FILES);
        AppJar.write(lib.resolve("b.jar"), Map.of(), Map.of("routes/greetings.camel.yaml", ROUTE + "# changed\n"));
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start()) {
            assertThatThrownBy(() -> Host.start(settings(emulator)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("greetings.camel.yaml", "a.jar", "b.jar", Settings.ROUTES);
        }
    }

    @Test
    void whatIsNoJarIsRefused() throws Exception {
        Path broken = Files.writeString(lib.resolve("broken.jar"), "no jar");
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start()) {
            assertThatThrownBy(() -> Host.start(settings(emulator)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(broken.toString());
        }
    }

    @Test
    void validateFindsNothingInAGoodJar() throws Exception {
        AppJar.write(lib.resolve("greetings.jar"), CLASSES, FILES);

        assertThat(validate()).matches("[1-9]\\d* files checked, no problems\\.\\R");
    }

    @Test
    void validateNamesTheJarOfABadRoute() throws Exception {
        AppJar.write(
                lib.resolve("greetings.jar"),
                Map.of("org.example.greetings.Name", CLASSES.get("org.example.greetings.Name")),
                FILES);

        assertThat(validate())
                .contains("greetings.jar!/routes/greetings.camel.yaml:", "org.example.greetings.GreetingProcessor")
                .contains("1 problem.");
    }

    private Settings settings(ServiceBusEmulator emulator) {
        return Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0")
                .with(Settings.LIB, lib.toString());
    }

    private static ServiceBusReceivedMessage take(Host host, String queue, SubQueue subQueue) {
        try (ServiceBusReceiverClient receiver = host.access()
                .clientBuilder()
                .receiver()
                .queueName(queue)
                .subQueue(subQueue)
                .buildClient()) {
            return receiver.receiveMessages(1, PATIENCE).iterator().next();
        }
    }

    private String validate() {
        StringWriter out = new StringWriter();
        CommandLine commandLine = BuswayCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.execute("validate", "--lib", lib.toString());
        return out.toString();
    }
}
