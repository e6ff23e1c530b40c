package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands in the documents of tools that this project does not bring along. {@link #NOT_RUN_HERE} lists those that this
 * test does not run and says why; all that can be seen without running them is checked: files, profiles, parameters.
 */
final class OtherTools {

    private static final String BUILD = "is the build that runs this test, or a part of it";
    private static final String LONG = "takes minutes, in a job of its own";
    private static final String NO_CONTAINERS =
            "needs a container engine; ImageIT reads and starts the tarball without one";
    private static final String CAMEL = "is run by CamelCommandsIT in the profile camel";

    static final Map<String, String> NOT_RUN_HERE = Map.ofEntries(
            Map.entry("mvn -q package -DskipTests", BUILD),
            Map.entry("mvn verify", BUILD),
            Map.entry("mvn clean package -DskipTests", BUILD),
            Map.entry("mvn spotless:apply", "changes the sources that are being built"),
            Map.entry("mvn install -DskipTests", BUILD),
            Map.entry("mvn -Pimage verify", LONG),
            Map.entry("mvn -Pcamel verify", LONG),
            Map.entry("mvn -Psoak verify", LONG),
            Map.entry("mvn -Pbench verify", LONG),
            Map.entry("mvn -Pbench -Dbench.quick verify", LONG),
            Map.entry("mvn -Pbench -Dbench.full verify", LONG),
            Map.entry("mvn -Pbench -Dbench.record verify", LONG),
            Map.entry("mvn -Pbench -Dbench.options=-Dbench.parts=throughput -Dbench.variants=a,e verify", LONG),
            Map.entry("mvn compile camel:run", CAMEL),
            Map.entry("mvn compile camel:dev", CAMEL),
            Map.entry("camel run application.properties", CAMEL),
            Map.entry(
                    "az deployment group create --resource-group <group> --template-file deploy/azure/main.bicep"
                            + " --parameters namespaceName=<name> oidcIssuer=<issuer of the cluster>"
                            + " allowedAddresses=<JSON list>",
                    "needs Azure"),
            Map.entry("docker load --input target/busway-image.tar", NO_CONTAINERS),
            Map.entry("docker run --read-only --tmpfs /tmp ...", NO_CONTAINERS),
            Map.entry(
                    "skopeo copy docker-archive:target/busway-image.tar docker://<registry>/busway:<version>",
                    NO_CONTAINERS),
            Map.entry("unzip -p busway.jar META-INF/sbom/application.cdx.json", "is run by DocumentedCommandsIT"),
            Map.entry("sha256sum target/busway.jar", "is run by DocumentedCommandsIT"),
            Map.entry("test --schema", "is a command of this project without its name"),
            Map.entry("uvicorn --port", "belongs to the handler that the reader moves away from"));

    private static final Pattern FILE = Pattern.compile("(?<![\\w/])(?:deploy|routes|samples|examples)/[\\w./-]+");
    private static final Pattern PROFILE = Pattern.compile("-P(\\w+)");
    private static final Pattern BENCH = Pattern.compile("-D(bench\\.\\w+)");
    private static final String BENCH_SETTINGS = "src/test/java/dev/busway/bench/BenchSettings.java";
    private static final Pattern BICEP_PARAMETER = Pattern.compile("(\\w+)=<");

    private OtherTools() {}

    static void check(ShellCommand command, Block block) throws IOException {
        String line = command.toString();
        assertThat(NOT_RUN_HERE)
                .as("%s: run \"%s\" in a test, or list it with the reason why none can", block, line)
                .containsKey(line);
        Matcher file = FILE.matcher(line);
        while (file.find()) {
            assertThat(Path.of(file.group())).as("%s", block).exists();
        }
        if (command.words().get(0).equals("mvn")) {
            checkFound(PROFILE, line, "<id>", List.of("pom.xml"), block);
            checkFound(BENCH, line, "", List.of("pom.xml", BENCH_SETTINGS), block);
        }
        if (command.words().get(0).equals("az")) {
            checkFound(BICEP_PARAMETER, line, "param ", List.of("deploy/azure/main.bicep"), block);
        }
    }

    private static void checkFound(Pattern names, String line, String before, List<String> files, Block block)
            throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(Files.readString(Path.of(file)));
        }
        names.matcher(line).results().map(found -> before + found.group(1)).forEach(name -> assertThat(text)
                .as("%s: %s", block, files)
                .contains(name));
    }
}
