package dev.busway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host refuses to start with, and how it says so. */
final class HostSettingsTest {

    /** A port of the loopback address on which nobody listens: nothing here needs an answer. */
    private static final Settings NOBODY_THERE = Settings.shipped()
            .with(
                    Settings.CONNECTION_STRING,
                    "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=any;SharedAccessKey=any;UseDevelopmentEmulator=true")
            .with(Settings.HTTP_HOST, "127.0.0.1")
            .with(Settings.HTTP_PORT, "0");

    @TempDir
    private Path folder;

    @Test
    void withoutServiceBusItNamesWhatToSetAndTheCommandDev() {
        refuses(
                Settings.shipped(),
                "SERVICE_BUS_NAMESPACE",
                "SERVICE_BUS_CONNECTION_STRING",
                "without Azure: ",
                " dev");
    }

    @Test
    void aRoutesFolderThatIsNotThereIsNamed() {
        refuses(NOBODY_THERE.with(Settings.ROUTES, folder.resolve("gone").toString()), "gone", Settings.ROUTES);
    }

    @Test
    void anEmptyRoutesFolderIsNamed() {
        refuses(NOBODY_THERE.with(Settings.ROUTES, folder.toString()), folder.toString(), "no *.camel.yaml file");
    }

    @Test
    void anAppThatIsNotThereIsNamedTogetherWithThoseThatAre() {
        refuses(NOBODY_THERE.with(Settings.APPS, "counter, invoices"), "invoices", "counter, feedback-form");
    }

    @Test
    void filesWithoutAnAppAreRefused() throws IOException {
        write("""
            - route:
                id: tick
                from:
                  uri: timer:tick
                  steps:
                    - log: tick
            """);
        refuses(NOBODY_THERE.with(Settings.ROUTES, folder.toString()), "No app to host");
    }

    @Test
    void brokenYamlIsExplainedWithFileAndLine() throws IOException {
        write("""
            - route:
                id: broken
                from:
                  uri: azure-servicebus:in
                  steps:
                    - logg: no such step
            """);
        refuses(NOBODY_THERE.with(Settings.ROUTES, folder.toString()), "app.camel.yaml", "logg");
    }

    @Test
    void anUnknownOptionIsExplained() throws IOException {
        write("""
            - route:
                id: misspelt
                from:
                  uri: azure-servicebus:in
                  parameters:
                    maxConcurentCalls: 3
                  steps:
                    - log: never
            """);
        refuses(NOBODY_THERE.with(Settings.ROUTES, folder.toString()), "maxConcurentCalls");
    }

    @Test
    void whatLosesMessagesIsRefusedAsValidateRefusesIt() throws IOException {
        write("""
            - route:
                id: batches
                from:
                  uri: azure-servicebus:in
                  steps:
                    - aggregate:
                        correlationExpression: {constant: {expression: all}}
                        aggregationStrategy: "#class:org.apache.camel.processor.aggregate.StringAggregationStrategy"
                        completionSize: 3
                        steps:
                          - to: {uri: "azure-servicebus:out"}
            """);
        refuses(
                NOBODY_THERE.with(Settings.ROUTES, folder.toString()),
                "app.camel.yaml:6: aggregate completes each message when it enters");
    }

    @Test
    void theFolderOfSchemasThatIsSetIsTheOneThatIsRead() {
        String elsewhere = folder.resolve("elsewhere").toString();

        refuses(
                NOBODY_THERE.with(Settings.APPS, "counter").with("busway.schemas", "file:" + elsewhere),
                elsewhere + "/counter.schema.json");
    }

    @Test
    void aTakenPortIsNamedWithTheOptionThatChangesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            refuses(NOBODY_THERE.with(Settings.HTTP_PORT, port), port, "--http-port");
        }
    }

    private void write(String yaml) throws IOException {
        Files.writeString(folder.resolve("app.camel.yaml"), yaml);
    }

    private static void refuses(Settings settings, String... told) {
        assertThatThrownBy(() -> Host.start(settings))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(told));
    }
}
