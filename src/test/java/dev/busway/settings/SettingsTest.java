package dev.busway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverFiles() {
        Settings files = Settings.of(Map.of(), properties("busway.apps", "file"), properties("busway.apps", "shipped"));
        Settings environment = Settings.of(Map.of("BUSWAY_APPS", "environment"), properties("busway.apps", "file"));

        assertThat(files.find("busway.apps")).contains("file");
        assertThat(environment.find("busway.apps")).contains("environment");
        assertThat(environment.with("busway.apps", "typed").find("busway.apps")).contains("typed");
    }

    @Test
    void anEnvironmentVariableSetToNothingCountsAsNotSet() {
        Settings settings = Settings.of(Map.of("COUNTER_IN_QUEUE", " "), properties("counter.in.queue", "counter-in"));

        assertThat(settings.find("counter.in.queue")).contains("counter-in");
        assertThat(settings.environmentVariable("COUNTER_IN_QUEUE")).isEmpty();
    }

    @Test
    void theNamesThatUsersKnowAreRead() {
        Settings settings = Settings.of(Map.of("PORT", "9000", "SERVICE_BUS_NAMESPACE", "x"), new Properties());

        assertThat(settings.port(Settings.HTTP_PORT, 8080)).isEqualTo(9000);
        assertThat(settings.find(Settings.NAMESPACE)).contains("x");
    }

    @Test
    void aPropertyThatNoFileNamesIsReadFromTheEnvironment() {
        assertThat(Settings.of(Map.of("MY_APP_IN_QUEUE", "q")).find("my-app.in.queue"))
                .contains("q");
    }

    @Test
    void aPortThatIsNoneIsExplained() {
        Settings settings = Settings.of(Map.of("PORT", "http"));

        assertThatThrownBy(() -> settings.port(Settings.HTTP_PORT, 8080))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("\"http\"")
                .hasMessageContaining("PORT");
    }

    @Test
    void secretIsReadFromTheFileThatTheEnvironmentNames(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "planted-token\n");
        Path string = Files.writeString(folder.resolve("string"), "Endpoint=sb://x");
        Settings settings = Settings.of(Map.of(
                "BUSWAY_OPS_TOKEN_FILE", token.toString(), "SERVICE_BUS_CONNECTION_STRING_FILE", string.toString()));

        assertThat(settings.find("busway.ops.token")).contains("planted-token");
        assertThat(settings.find(Settings.CONNECTION_STRING)).contains("Endpoint=sb://x");
    }

    @Test
    void fileOfASecretThatIsNoneIsExplained(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        for (Path wrong : List.of(empty, folder, folder.resolve("missing"))) {
            assertThatThrownBy(() -> Settings.of(Map.of("BUSWAY_OPS_TOKEN_FILE", wrong.toString()))
                            .find("busway.ops.token"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("BUSWAY_OPS_TOKEN_FILE")
                    .hasMessageContaining(wrong.toString());
        }
        assertThatThrownBy(() -> Settings.of(
                                Map.of("BUSWAY_OPS_TOKEN_FILE", empty.toString(), "BUSWAY_OPS_TOKEN", "planted-token"))
                        .find("busway.ops.token"))
                .hasMessageContaining("both set")
                .hasMessageNotContaining("planted-token");
    }

    @Test
    void everyPropertyShowsTheValueThatWins() {
        Settings settings = Settings.of(Map.of("PORT", "1"), properties("busway.http.port", "2"));

        assertThat(settings.all()).containsEntry("busway.http.port", "1");
        assertThat(settings.with("extra", "3").all()).containsEntry("extra", "3");
    }

    @Test
    void aNamespaceOnTheCommandLineSetsAConnectionStringAside() {
        Settings settings = Settings.of(Map.of("SERVICE_BUS_CONNECTION_STRING", "anything"))
                .withNamespace("myns.servicebus.windows.net");

        assertThat(Connection.from(settings)).contains(new Connection.Namespace("myns.servicebus.windows.net"));
    }

    private static Properties properties(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        return properties;
    }
}
