package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.busway.deploy.Program;
import dev.busway.emulator.ServiceBusEmulator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link BlocksTest} does not run: the commands of README and docs that go on until somebody stops them. Each is run with
 * its own words, on the built jar, in a folder as its reader has it; only ports are other ones, and names of other machines lead
 * nowhere.
 */
@Timeout(300)
final class DocumentedCommandsIT {

    @TempDir
    private static Path folder;

    private static ServiceBusEmulator emulator;

    @BeforeAll
    static void install() throws Exception {
        emulator = ServiceBusEmulator.start();
        Files.createDirectory(folder.resolve("target"));
        Files.copy(Program.builtJar(), folder.resolve("target/busway.jar"));
        Files.copy(Program.builtJar(), folder.resolve("busway.jar"));
        Files.copy(Path.of("busway"), folder.resolve("busway"));
        for (String name : List.of("routes", "samples")) {
            copy(Path.of(name));
        }
        Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        // Further commands use what this one writes.
        try (Program archive = start(command("archive"))) {
            archive.ended();
        }
        assertThat(folder.resolve("busway.start")).exists();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static Stream<ShellCommand> goOn() throws IOException {
        Set<String> once = new HashSet<>();
        return ShellCommand.all()
                .filter(command -> command.isOwn() && !command.ends())
                .filter(command -> !command.arguments().contains("archive"))
                .filter(command -> once.add(command.environment().toString() + command.arguments()));
    }

    @ParameterizedTest
    @MethodSource("goOn")
    void commandWorksUntilItIsStopped(ShellCommand command) throws Exception {
        writeApps(command);
        try (Program program = start(command)) {
            if (command.arguments().contains("emulator")) {
                program.says("Emulator listens on 127.0.0.1:");
            } else if (command.environment().containsKey("SERVICE_BUS_NAMESPACE")) {
                // There is no such namespace here; the host is up nevertheless, and waits for it.
                program.says("Started in")
                        .says("Service Bus " + command.environment().get("SERVICE_BUS_NAMESPACE"));
            } else {
                program.ready();
            }
            if (command.arguments().equals(List.of("dev"))) {
                program.says("counter-out  sample-poem").says("dead-lettered in feedback-form-in");
            }
            program.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unzip", "sha256sum"})
    void toolReadsTheJar(String tool) throws Exception {
        assumeTrue(isInstalled(tool), tool + " is not installed here");
        ShellCommand command = ShellCommand.all()
                .filter(each -> each.words().get(0).equals(tool))
                .findFirst()
                .orElseThrow();
        try (Program program = Program.start(folder, Map.of(), command.words())) {
            assertThat(program.ended().output()).isNotBlank();
        }
    }

    @Test
    void documentsNameCommandsThatGoOn() throws IOException {
        assertThat(goOn()).hasSizeGreaterThan(5);
    }

    private static ShellCommand command(String name) throws IOException {
        return ShellCommand.all()
                .filter(each -> each.isOwn() && each.arguments().equals(List.of(name)))
                .findFirst()
                .orElseThrow();
    }

    /** What the reader has written before: the apps that the command names. */
    private static void writeApps(ShellCommand command) throws Exception {
        int option = command.arguments().indexOf("--apps");
        if (option >= 0) {
            String app = command.arguments().get(option + 1);
            if (!Files.exists(folder.resolve("routes").resolve(app + ".camel.yaml"))) {
                try (Program written = Program.jar(folder, "new-app", app, "--yaml-only")) {
                    written.ended();
                }
            }
        }
    }

    private static Program start(ShellCommand command) throws IOException {
        List<String> words = new ArrayList<>(command.words());
        if (command.isByLauncher()) {
            words.set(0, folder.resolve("busway").toString());
        } else {
            words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        }
        int port = words.indexOf("--port");
        if (port >= 0) {
            words.set(port + 1, "0");
        }
        Map<String, String> environment = new HashMap<>(command.environment());
        environment.put("PORT", "0");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + folder.resolve("hosts"));
        if (!environment.containsKey("SERVICE_BUS_NAMESPACE")) {
            environment.put("SERVICE_BUS_CONNECTION_STRING", emulator.connectionString());
        }
        return Program.start(folder, environment, words);
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    private static void copy(Path name) throws IOException {
        try (Stream<Path> files = Files.walk(name)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.toString()));
            }
        }
    }
}
