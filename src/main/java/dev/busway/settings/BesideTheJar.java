package dev.busway.settings;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What people keep beside the jar: {@code routes/}, {@code lib/}, {@code config/}. It is looked for in the working
 * directory, then in the directory of the jar, so that a service starts the same wherever it is started from.
 */
public final class BesideTheJar {

    private BesideTheJar() {}

    /** The file or directory of this relative name in the first of the directories that has it. */
    public static Optional<Path> find(Path name) {
        return directories().stream()
                .map(directory -> directory.resolve(name).normalize())
                .filter(path -> Files.exists(path))
                .findFirst();
    }

    private static Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(Path.of("").toAbsolutePath());
        CodeSource source = BesideTheJar.class.getProtectionDomain().getCodeSource();
        if (source != null) {
            try {
                Path jar = Path.of(source.getLocation().toURI());
                if (Files.isRegularFile(jar) && jar.getParent() != null) {
                    directories.add(jar.getParent());
                }
            } catch (URISyntaxException | IllegalArgumentException e) {
                // Not run from a file: then nothing can lie beside it.
                return directories;
            }
        }
        return directories;
    }
}
