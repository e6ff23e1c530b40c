package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ServiceBusEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Camel's own ways to run the project: Maven's goals and Camel's command line, in a copy of it, against an emulator. */
@Tag("camel")
@Timeout(600)
final class CamelCommandsIT {

    private static final String ELSEWHERE = "counted-elsewhere";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path project;

    private ServiceBusEmulator emulator;

    @BeforeEach
    void copyTheProject() throws IOException {
        emulator = ServiceBusEmulator.start();
        emulator.declareQueue(ELSEWHERE);
        for (String part :
                List.of("pom.xml", "application.properties", "routes", ".mvn", "src/main", "target/classes")) {
            copy(Path.of(part));
        }
    }

    @AfterEach
    void stopTheEmulator() {
        emulator.close();
    }

    @Test
    void mavenGoalRunHostsTheRoutes() throws Exception {
        try (Program run = maven("compile", "camel:run")) {
            run.ready();
            assertThat(run.output()).contains("Started in");
        }
    }

    @Test
    void mavenGoalDevTakesAnEdit() throws Exception {
        try (Program dev = maven("compile", "camel:dev")) {
            dev.ready();
            editTheCounter();
            // Each goes to where the route sends at the time.
            await().atMost(PATIENCE).until(() -> {
                sendToTheCounter();
                return emulator.counts(ELSEWHERE).active() > 0;
            });
        }
    }

    @Test
    void commandLineOfCamelRunsTheSameFiles() throws Exception {
        Path launcher = project.resolve("CamelCommandLine.java");
        Files.writeString(launcher, """
                class CamelCommandLine {
                    public static void main(String[] arguments) {
                        org.apache.camel.dsl.jbang.core.commands.CamelJBangMain.run(arguments);
                    }
                }
                """);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmaven.repo.local=" + InstalledJar.repository(),
                "-cp",
                commandLineOfCamel(),
                launcher.toString(),
                "run",
                "application.properties"));
        try (Program camel = Program.start(project, environment(), command)) {
            camel.says("Started counter").says("Started feedback-form");
        }
    }

    private void editTheCounter() throws IOException {
        Path route = project.resolve("routes/counter.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("{{counter.out.queue:counter-out}}", ELSEWHERE));
    }

    private void sendToTheCounter() {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("counter-in")
                .buildClient()) {
            sender.sendMessage(new ServiceBusMessage("{\"id\":\"c\",\"text\":\"a b\"}"));
        }
    }

    /** What Maven fetches for Camel's command line. */
    private String commandLineOfCamel() throws Exception {
        Path folder = Files.createDirectory(project.resolve("camel"));
        Files.writeString(folder.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.busway.test</groupId><artifactId>camel</artifactId><version>1</version>
                  <dependencies><dependency>
                    <groupId>org.apache.camel</groupId><artifactId>camel-jbang-core</artifactId><version>%s</version>
                  </dependency></dependencies>
                </project>
                """.formatted(System.getProperty("camel-tools.version")));
        try (Program maven = maven(
                "--file",
                folder.toString(),
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + folder.resolve("path"))) {
            maven.ended();
        }
        return Files.readString(folder.resolve("path"));
    }

    private Program maven(String... goals) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "-Dspotless.check.skip",
                "-Dmaven.repo.local=" + System.getProperty("maven.repository")));
        command.addAll(List.of(goals));
        return Program.start(project, environment(), command);
    }

    private Map<String, String> environment() {
        return Map.of(
                "SERVICE_BUS_CONNECTION_STRING",
                emulator.connectionString(),
                "PORT",
                "0",
                "JAVA_HOME",
                System.getProperty("java.home"));
    }

    private void copy(Path part) throws IOException {
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = project.resolve(file.toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
