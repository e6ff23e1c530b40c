package dev.busway.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Has the product make its start-up archive, as a user does. */
final class ArchiveMaker {

    private ArchiveMaker() {}

    /** The options that use the archive; none if it could not be made. */
    static List<String> make(Path javaHome, Path jar, Path directory) {
        List<String> arguments = List.of("-jar", jar.toString(), "archive", "--directory", directory.toString());
        try (ChildJvm command = ChildJvm.start("archive", javaHome, arguments, Map.of(), directory)) {
            command.awaitEnd(Duration.ofMinutes(2));
            Path options = directory.resolve("busway.start");
            return Files.exists(options) ? List.of("@" + options) : List.of();
        }
    }
}
