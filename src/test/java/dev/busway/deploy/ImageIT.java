package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball of the container image: what it says to a container runtime, and that it runs as that would run it. */
@Tag("image")
final class ImageIT {

    private static final String USER = "10001:10001";

    @TempDir
    private Path folder;

    private JsonNode image;

    @BeforeEach
    void unpack() throws Exception {
        run("tar", "--extract", "--file", System.getProperty("busway.image"));
        image = new ObjectMapper()
                .readTree(folder.resolve(manifest().path("Config").asText()).toFile());
    }

    @Test
    void imageIsForAUserWithoutRightsAndStartsTheHost() {
        JsonNode config = image.path("config");

        assertThat(image.path("os").asText()).isEqualTo("linux");
        assertThat(config.path("User").asText()).isEqualTo(USER);
        assertThat(config.path("WorkingDir").asText()).isEqualTo("/app");
        assertThat(config.path("ExposedPorts").has("8080/tcp")).isTrue();
        assertThat(words("/config/Entrypoint")).startsWith("/opt/java/bin/java").endsWith("-jar", "/app/busway.jar");
    }

    @Test
    void imageHoldsTheJarOnceWithItsArchiveAndNoShell() throws Exception {
        Path root = root();

        assertThat(root.resolve("app")).isDirectoryContaining("glob:**/busway.jar");
        assertThat(root.resolve("app/busway.start")).content().contains("/app/busway.");
        assertThat(Stream.of("unused", "bin", "usr/bin", "sbin", "etc/shadow").map(root::resolve))
                .noneMatch(Files::exists);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("app/busway.jar"))))
                .isEqualTo("rw-r--r--");
        assertThat(root.resolve("opt/java/lib/security/cacerts")).isRegularFile();
    }

    @Test
    void hostIsReadyWithoutRightsOnAFileSystemThatCannotBeWritten() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may change to the user of the image");
        Path root = root();
        long started = System.nanoTime();
        try (Program host = Program.start(folder, Map.of("LANG", "C.UTF-8"), inside(root, "dev", "--http-port", "0"))) {
            host.ready();
            Duration toReady = Duration.ofNanos(System.nanoTime() - started);
            String status = Files.readString(
                    Path.of("/proc", String.valueOf(host.process().pid()), "status"));
            System.out.println("From the image to ready: " + toReady.toMillis() + " ms, " + line(status, "VmRSS"));

            assertThat(line(status, "Uid")).startsWith("Uid:\t10001\t10001");
            host.says("sample-poem");
            try (Program question = Program.start(folder, Map.of("PORT", host.port()), inside(root, healthCheck()))) {
                assertThat(question.ended().output()).contains("answered 200");
            }
            host.stop();
            assertThat(host.output()).doesNotContain("shared class", "Read-only file system");
        }
        // Not with -Xshare:on, which Java refuses beside the cache that it makes from 25 on.
        try (Program archive =
                Program.start(folder, Map.of(), inside(root, List.of("-Xlog:class+load"), "--version"))) {
            assertThat(archive.ended().output()).contains("dev.busway.Busway source: shared objects file");
        }
        try (Program write = Program.start(folder, Map.of(), inside(root, "archive"))) {
            assertThat(write.process().waitFor()).isEqualTo(1);
            assertThat(write.output()).contains("Read-only file system");
        }
    }

    private List<String> inside(Path root, String... arguments) {
        return inside(root, List.of(), arguments);
    }

    /** As a container runtime would: own mounts, nothing to write but /tmp, the user of the image. */
    private List<String> inside(Path root, List<String> options, String... arguments) {
        List<String> command = words("/config/Entrypoint");
        command.addAll(1, options);
        command.addAll(List.of(arguments));
        return inside(root, command);
    }

    private List<String> healthCheck() {
        List<String> words = words("/config/Healthcheck/Test");
        assertThat(words).first().isEqualTo("CMD");
        return words.subList(1, words.size());
    }

    private static List<String> inside(Path root, List<String> command) {
        String place = root.toString();
        String mounts = "mount --bind '" + place + "' '" + place + "' && mount --rbind /dev '" + place + "/dev' && "
                + "mount --rbind /proc '" + place + "/proc' && mount -t tmpfs tmpfs '" + place + "/tmp' && "
                + "mount -o remount,bind,ro '" + place + "' && ";
        String java = command.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" "));
        return List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                mounts + "exec chroot --userspec=" + USER + " '" + place + "' " + java);
    }

    private List<String> words(String place) {
        List<String> words = new ArrayList<>();
        image.at(place).forEach(word -> words.add(word.asText()));
        return words;
    }

    private Path root() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        for (JsonNode layer : manifest().path("Layers")) {
            run("tar", "--extract", "--directory", root.toString(), "--file", layer.asText());
        }
        return root;
    }

    private JsonNode manifest() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("manifest.json").toFile())
                .get(0);
    }

    private static String line(String text, String start) {
        return text.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    private void run(String... command) throws Exception {
        try (Program program = Program.start(folder, Map.of(), List.of(command))) {
            program.ended();
        }
    }
}
