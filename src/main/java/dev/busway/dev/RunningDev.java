package dev.busway.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A {@code dev} that runs in this folder, as it has written it down for other commands that are called here: in
 * {@code .busway/dev.json}.
 *
 * @param process its process id
 * @param startedAt when that process began, in milliseconds since 1970; 0 where the system does not tell
 * @param httpPort where its page, health and API answer on this machine
 * @param emulatorPort where its Service Bus listens on this machine
 */
public record RunningDev(long process, long startedAt, int httpPort, int emulatorPort) {

    /** Where it is written, as seen from the folder. */
    public static final Path FILE = Path.of(".busway", "dev.json");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** This process, with these ports. */
    public static RunningDev here(int httpPort, int emulatorPort) {
        ProcessHandle self = ProcessHandle.current();
        return new RunningDev(self.pid(), startOf(self), httpPort, emulatorPort);
    }

    /** The one of this folder; empty if none runs here, whatever one that was ended by force has left behind. */
    public static Optional<RunningDev> find(Path folder) {
        return read(folder.resolve(FILE)).filter(RunningDev::isAlive);
    }

    /**
     * Writes it down; of two in one folder the later one is found.
     *
     * @throws UncheckedIOException when the folder cannot be written to
     */
    public void writeTo(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, JSON.writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Takes away what this one has written; that of another one stays. */
    public void removeFrom(Path folder) {
        Path file = folder.resolve(FILE);
        if (read(file).filter(this::equals).isPresent()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be removed: " + e.getMessage(), e);
            }
        }
    }

    private boolean isAlive() {
        return ProcessHandle.of(process)
                .filter(handle -> startedAt == 0 || startOf(handle) == startedAt)
                .isPresent();
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static Optional<RunningDev> read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return Optional.of(new RunningDev(
                    json.path("process").asLong(-1),
                    json.path("startedAt").asLong(),
                    json.path("httpPort").asInt(),
                    json.path("emulatorPort").asInt()));
        } catch (IOException absentOrHalfWritten) {
            return Optional.empty();
        }
    }
}
