package dev.busway.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the archive for one jar and the Java that runs this, beside a file of options that uses it:
 * {@code java @busway.start -jar busway.jar}.
 *
 * <p>An archive is good for exactly that jar and that Java; with another one the virtual machine goes on without it.
 */
public final class StartArchive {

    /** The file of options, to be given to {@code java} with an {@code @} before it. */
    public static final String OPTIONS_FILE = "busway.start";

    private static final String LOG_FILE = "busway-archive.log";

    private final Path jar;
    private final Path javaHome;

    public StartArchive(Path jar, Path javaHome) {
        this.jar = jar.toAbsolutePath().normalize();
        this.javaHome = javaHome;
    }

    /**
     * Makes it, which takes about ten seconds.
     *
     * @return the file of options
     * @throws IOException with the log to read when the host could not be run or the archive not be written
     */
    public Path makeIn(Path directory) throws IOException {
        Path target = directory.toAbsolutePath().normalize();
        Files.createDirectories(target);
        ArchiveKind kind = ArchiveKind.of(Runtime.version());
        Path archive = target.resolve(kind.fileName());
        Path log = target.resolve(LOG_FILE);
        Files.deleteIfExists(archive);
        Files.deleteIfExists(log);
        try (TrainingGround ground = TrainingGround.of(jar)) {
            JavaCommand java = new JavaCommand(javaHome, ground.directory(), log);
            new TrainingRun(jar, java).run(kind.trainingOptions(target));
            kind.finish(target, jar, java);
        }
        if (!Files.exists(archive)) {
            throw new IOException("this Java wrote no archive; see " + log);
        }
        Files.delete(log);
        return Files.write(target.resolve(OPTIONS_FILE), options(kind, archive));
    }

    /**
     * With the archive come a collector that needs no threads of its own and costs a fifth less processor time on few
     * processors; a heap that starts small: what dies young is collected instead of kept in memory; and a compiler that
     * waits three times as long before it takes a method, since at a start it competes with what it compiles for.
     */
    private static List<String> options(ArchiveKind kind, Path archive) {
        return List.of(
                kind.useOption(archive),
                "-XX:+UseSerialGC",
                "-Xms32m",
                "-XX:CompileThresholdScaling=3",
                "-XX:+ExitOnOutOfMemoryError");
    }
}
