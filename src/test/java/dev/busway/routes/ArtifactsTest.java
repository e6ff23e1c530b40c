package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.junit.jupiter.api.Test;

/** The list of artifacts is that of the catalog; {@code -Dbusway.artifacts.write=true} writes it anew. */
final class ArtifactsTest {

    private static final Path LIST = Path.of("src/main/resources/dev/busway/routes/artifacts.properties");

    @Test
    void listIsThatOfTheCatalog() throws IOException {
        String list = fromCatalog();
        if (Boolean.getBoolean("busway.artifacts.write")) {
            Files.writeString(LIST, list);
        }

        assertThat(Files.readString(LIST)).isEqualTo(list);
    }

    @Test
    void artifactIsNamedAsItIsPublished() {
        assertThat(Artifacts.of(Artifacts.Kind.COMPONENT, "https")).contains("camel-http");
        assertThat(Artifacts.of(Artifacts.Kind.COMPONENT, "smtp")).contains("camel-mail");
        assertThat(Artifacts.of(Artifacts.Kind.COMPONENT, "nonsense")).isEqualTo(Optional.empty());
        assertThat(Artifacts.names(Artifacts.Kind.LANGUAGE)).contains("simple", "groovy");
    }

    private static String fromCatalog() {
        CamelCatalog catalog = new DefaultCamelCatalog();
        TreeMap<String, String> lines = new TreeMap<>();
        for (String name : catalog.findComponentNames()) {
            var model = catalog.componentModel(name);
            lines.put("component." + model.getScheme(), model.getArtifactId());
            if (model.getAlternativeSchemes() != null) {
                for (String other : model.getAlternativeSchemes().split(",", -1)) {
                    lines.put("component." + other, model.getArtifactId());
                }
            }
        }
        catalog.findLanguageNames()
                .forEach(name -> lines.put(
                        "language." + name, catalog.languageModel(name).getArtifactId()));
        catalog.findDataFormatNames()
                .forEach(name -> lines.put(
                        "dataformat." + name, catalog.dataFormatModel(name).getArtifactId()));
        StringBuilder list =
                new StringBuilder("# Which Camel artifact holds what, from camel-catalog of the version in pom.xml:"
                        + " kind.name=artifact.\n\n");
        lines.forEach(
                (key, artifact) -> list.append(key).append('=').append(artifact).append('\n'));
        return list.toString();
    }
}
