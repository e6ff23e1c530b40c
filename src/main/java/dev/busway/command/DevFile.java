package dev.busway.command;

import dev.busway.dev.RunningDev;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Tells commands that are called in the working directory of a {@code dev} that runs there, as long as it does. */
final class DevFile implements AutoCloseable {

    private static final Path FOLDER = Path.of("");

    private final RunningDev dev;
    private final String failure;

    private DevFile(RunningDev dev, String failure) {
        this.dev = dev;
        this.failure = failure;
    }

    /** Where the folder cannot be written to, nobody is told and {@code dev} goes on. */
    static DevFile write(RunningDev dev) {
        try {
            dev.writeTo(FOLDER);
            return new DevFile(dev, null);
        } catch (UncheckedIOException e) {
            return new DevFile(
                    dev,
                    "Other commands have to be told the ports, by --emulator " + dev.emulatorPort()
                            + " and --url http://localhost:" + dev.httpPort() + ": " + e.getMessage());
        }
    }

    /** What other commands need where they cannot be told. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        if (failure == null) {
            dev.removeFrom(FOLDER);
        }
    }
}
