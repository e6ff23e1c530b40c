package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.settings.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What {@code docs/commands.md} says of {@code --json}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JsonShapesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> names = new ArrayList<>();
    private ServiceBusEmulator emulator;
    private Host host;

    @BeforeAll
    void start() {
        emulator = ServiceBusEmulator.start();
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0")
                .with(Settings.APPS, "counter");
        host = Host.start(settings, Operations.open(settings));
    }

    @AfterAll
    void stop() {
        host.close();
        emulator.close();
    }

    @Test
    void appsAreAsTheApiAnswers() throws Exception {
        String url = "http://127.0.0.1:" + host.httpPort();

        assertThat(fields(run("apps", "--json", "--url", url).path("apps").path(0)))
                .contains("app", "state", "counts", "input", "outputs");

        JsonNode all =
                run("apps", "--all", "--json", "--url", url).path("hosts").path(0);
        assertThat(all.path("url").asText()).isEqualTo(url);
        assertThat(all.path("answer").path("apps")).hasSize(1);
    }

    @Test
    void deadLettersAreAsTheApiAnswers() throws Exception {
        String port = String.valueOf(emulator.port());

        JsonNode queue = run("dead-letter", "list", "counter-in", "--json", "--emulator", port)
                .path("queues")
                .path(0);

        assertThat(fields(queue)).contains("apps", "queue", "total", "complete", "groups", "letters");
        assertThat(queue.path("queue").asText()).isEqualTo("counter-in");
    }

    @Test
    void routesRightsAndFindingsHaveTheirFields() throws Exception {
        String route = "routes/counter.camel.yaml";

        assertThat(fields(run("routes", route, "--json").path("lanes").path(0)))
                .containsExactlyInAnyOrder("app", "description", "input", "outputs", "computed", "topics", "file");
        assertThat(fields(run("rights", route, "--json").path("assignments").path(0)))
                .containsExactlyInAnyOrder("role", "scope");
        JsonNode check = run("check", route, "--json", "--emulator", String.valueOf(emulator.port()));
        assertThat(check.path("good").asBoolean()).isTrue();
        assertThat(fields(check.path("findings").path(0)))
                .containsExactlyInAnyOrder("verdict", "app", "queue", "text", "remedy");
        assertThat(fields(run("validate", route, "--json")))
                .containsExactlyInAnyOrder("valid", "files", "problems", "ignored");
    }

    private List<String> fields(JsonNode object) {
        names.clear();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode run(String... arguments) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = BuswayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertThat(exitCode).as(out + " " + err).isZero();
        return JSON.readTree(out.toString());
    }
}
