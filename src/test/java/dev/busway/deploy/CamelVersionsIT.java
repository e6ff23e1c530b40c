package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks the registry, through Maven, whether the parts of Camel that are behind can follow the rest. */
@Tag("camel")
final class CamelVersionsIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("behind")
    void partThatIsBehindCannotFollowYet(String part) throws Exception {
        String version = System.getProperty("camel.version");
        List<String> command = List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "-Dmaven.repo.local=" + folder.resolve("repository"),
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get",
                "-Dtransitive=false",
                "-Dartifact=org.apache.camel:" + part + ":" + version);
        try (Program maven = Program.start(folder, Map.of("JAVA_HOME", System.getProperty("java.home")), command)) {
            assertThat(maven.process().waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(maven.output())
                    .as(
                            "the registry has %s %s now: set %s.version in pom.xml to ${camel.version}",
                            part, version, part)
                    .contains("Could not find artifact org.apache.camel:" + part + ":jar:" + version);
        }
    }

    static List<String> behind() {
        return CamelVersionsTest.CAMEL_BEHIND.keySet().stream().sorted().toList();
    }
}
