package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that a newcomer reads first names only what there is. */
final class ArchitecturePageTest {

    private static final Path PAGE = Path.of("docs/architecture.md");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-zA-Z]+[a-z][a-zA-Z]*)`");
    private static final Pattern PACKAGE = Pattern.compile("`(dev\\.busway[a-z.]*)`");

    @Test
    void everyClassThatItNamesExists() throws IOException {
        Set<String> named = named(CLASS);

        assertThat(named).hasSizeGreaterThan(40).isSubsetOf(classes());
    }

    @Test
    void itNamesEveryPackageThatHoldsAFeatureAndNoOther() throws IOException {
        Set<String> named = named(PACKAGE);

        assertThat(named).allSatisfy(name -> assertThat(folder(name)).isDirectory());
        try (Stream<Path> folders = Files.list(folder("dev.busway"))) {
            Set<String> features = folders.filter(Files::isDirectory)
                    .map(folder -> "dev.busway." + folder.getFileName())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(named).containsAll(features);
        }
    }

    private static Set<String> named(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path folder(String packageName) {
        return Path.of("src/main/java").resolve(packageName.replace('.', '/'));
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
