package dev.busway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user starts it: a process of its own, in a folder of its own. */
final class JarIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String REFUSAL =
            "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}";

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stopWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void helpAndVersionAreToldByEveryCommand() throws Exception {
        for (String command : List.of("", "run", "dev", "emulator", "send", "peek", "receive")) {
            String[] arguments = command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
            Process process = start(Map.of(), arguments);
            assertThat(exitCode(process)).as(command).isZero();
            assertThat(output()).contains("Usage: busway").contains("--version");
        }
    }

    @Test
    void runWithoutSettingsSaysWhatToSet() throws Exception {
        Process process = start(Map.of("SERVICE_BUS_NAMESPACE", ""));

        assertThat(exitCode(process)).isEqualTo(2);
        assertThat(output().lines()).singleElement().asString().contains("SERVICE_BUS_NAMESPACE", "busway.jar dev");
    }

    @Test
    void aBareNamespaceIsCorrectedWithoutAStackTrace() throws Exception {
        Process process = start(Map.of("SERVICE_BUS_NAMESPACE", "myns"), "run");

        assertThat(exitCode(process)).isEqualTo(2);
        assertThat(output().lines()).singleElement().asString().endsWith("did you mean myns.servicebus.windows.net?");
    }

    @Test
    void aKindOfCredentialThatDoesNotExistIsRefusedBeforeAnythingIsTried() throws Exception {
        Process process = start(
                Map.of(
                        "SERVICE_BUS_NAMESPACE", "busway-test.servicebus.windows.net",
                        "AZURE_TOKEN_CREDENTIALS", "no-such-kind"),
                "run",
                "--http-port",
                "0");

        assertThat(exitCode(process)).isEqualTo(2);
        assertThat(output().lines())
                .singleElement()
                .asString()
                .contains("AZURE_TOKEN_CREDENTIALS", "no-such-kind", "AzureCliCredential");
    }

    @Test
    void theFileBesideTheJarIsRead() throws Exception {
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config").resolve("application.properties"), "busway.namespace=sb://myns");
        Process process = start(Map.of());

        assertThat(exitCode(process)).isEqualTo(2);
        assertThat(output()).contains("sb://myns", "did you mean myns.servicebus.windows.net?");
    }

    @Test
    void devShowsTheResultsOfBothAppsAndEndsCleanly() throws Exception {
        Process process = start(Map.of(), "dev", "--http-port", "0");
        int port = httpPort();
        await().atMost(PATIENCE).until(() -> health(port, "/health").statusCode() == 200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(output())
                .contains("counter-out  sample-poem", "\"sentiment\":\"negative\"")
                .contains("dead-lettered in feedback-form-in  sample-wrong-rating"));

        process.toHandle().destroy();

        assertThat(exitCode(process)).isZero();
    }

    @Test
    void aMissingTokenIsExplainedInHealthAndRecoversByItself() throws Exception {
        HttpServer identity = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicReference<String> token = new AtomicReference<>();
        identity.createContext("/", exchange -> {
            String given = token.get();
            boolean granted = given != null;
            byte[] body = (granted ? given : REFUSAL).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(granted ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        identity.start();
        try {
            Process process = start(
                    Map.of(
                            "SERVICE_BUS_NAMESPACE", "busway-test.servicebus.windows.net",
                            "IDENTITY_ENDPOINT",
                                    "http://127.0.0.1:" + identity.getAddress().getPort() + "/msi",
                            "IDENTITY_HEADER", "not-to-be-printed",
                            "BUSWAY_LOG_FORMAT", "text"),
                    "run",
                    "--http-port",
                    "0");
            int port = httpPort();
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> health = health(port, "/health/ready");
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(health.body())
                        .contains("EnvironmentCredential", "WorkloadIdentityCredential")
                        .contains("ManagedIdentityCredential", "Identity not found");
            });
            assertThat(health(port, "/health/live").statusCode()).isEqualTo(200);

            token.set("{\"access_token\":\"secret-token\",\"expires_on\":\"4102444800\","
                    + "\"resource\":\"https://servicebus.azure.net\",\"token_type\":\"Bearer\"}");

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(health(port, "/health").body()).contains("token given"));
            assertThat(process.isAlive()).isTrue();
            assertThat(output()).doesNotContain("secret-token", "not-to-be-printed");
        } finally {
            identity.stop(0);
        }
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"), "-jar", System.getProperty("busway.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().remove("SERVICE_BUS_NAMESPACE");
        builder.environment().remove("SERVICE_BUS_CONNECTION_STRING");
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended")
                .isTrue();
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private int httpPort() {
        Pattern health = Pattern.compile("http://localhost:(\\d+)/health");
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Matcher matcher = health.matcher(output());
                            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
                        },
                        port -> port > 0);
    }

    private HttpResponse<String> health(int port, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
