package dev.busway.deploy;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A Maven repository with the built jar in it, so that no test installs anything in that of its user. */
final class InstalledJar {

    private InstalledJar() {}

    /** The repository of this build as far as others' artifacts go, with ours as it would be after {@code mvn install}. */
    static Path repository() throws IOException {
        String version = System.getProperty("busway.version");
        Path own = Program.builtJar().resolveSibling("own-app-repository");
        Path busway = own.resolve("dev/busway/busway").resolve(version);
        link(Path.of(System.getProperty("maven.repository")), own, Path.of("dev"));
        link(Path.of(System.getProperty("maven.repository"), "dev"), own.resolve("dev"), Path.of("busway"));
        Files.createDirectories(busway);
        Files.copy(Program.builtJar(), busway.resolve("busway-" + version + ".jar"), REPLACE_EXISTING);
        Files.copy(Path.of("pom.xml"), busway.resolve("busway-" + version + ".pom"), REPLACE_EXISTING);
        return own;
    }

    private static void link(Path from, Path to, Path except) throws IOException {
        Files.createDirectories(to);
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                Path link = to.resolve(child.getFileName());
                if (!child.endsWith(except) && !Files.exists(link, NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, child);
                }
            }
        }
    }
}
