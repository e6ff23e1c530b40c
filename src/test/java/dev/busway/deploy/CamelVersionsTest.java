package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One version of each family of libraries on the class path; what is behind is named here with its reason. */
final class CamelVersionsTest {

    /** Parts of Camel that the registry has in no newer version. {@link CamelVersionsIT} fails when it has. */
    static final Map<String, String> CAMEL_BEHIND = Map.of(
            "camel-azure-servicebus", "4.17.0",
            // Only for a test of names of artifacts.
            "camel-catalog", "4.17.0",
            "camel-json-validator", "4.17.0",
            "camel-microprofile-health", "4.18.0");

    private static final String CAMEL = "4.22.0";

    @Test
    void allOfCamelHasOneVersionButForTheThreeThatAreBehind() throws IOException {
        Map<String, String> versions = versions("org/apache/camel");
        assertThat(versions).containsAllEntriesOf(CAMEL_BEHIND).hasSizeGreaterThan(20);
        versions.keySet().removeAll(CAMEL_BEHIND.keySet());
        assertThat(new TreeSet<>(versions.values())).containsExactly(CAMEL);
    }

    @Test
    void allOfVertxWebHasOneVersionOfTheMinorLineOfItsCore() throws IOException {
        Map<String, String> versions = versions("io/vertx");
        String core = versions.remove("vertx-core");
        assertThat(core).startsWith("4.5.");
        assertThat(new TreeSet<>(versions.values())).singleElement().asString().startsWith("4.5.");
    }

    private static Map<String, String> versions(String group) throws IOException {
        Pattern jar = Pattern.compile("/" + group + "/([^/]+)/([^/]+)/[^/]+\\.jar!");
        Map<String, String> versions = new TreeMap<>();
        for (URL manifest :
                Collections.list(CamelVersionsTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            Matcher matcher = jar.matcher(manifest.toString());
            if (matcher.find()) {
                versions.put(matcher.group(1), matcher.group(2));
            }
        }
        return versions;
    }
}
