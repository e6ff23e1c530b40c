package dev.busway.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Starts the {@code java} that runs this process again.
 *
 * @param directory the working directory
 * @param log what is written to, by one run after the other
 */
record JavaCommand(Path javaHome, Path directory, Path log) {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /**
     * What of this shell's environment reaches the process. The rest could speak of options for Java, an archive among
     * them, of a real namespace or of queues, and the training must be the same everywhere.
     */
    private static final Set<String> KEPT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot");

    Process start(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs to the end. */
    void run(List<String> arguments) throws IOException {
        end(start(arguments, Map.of()));
    }

    /** Waits for the end, two minutes at most; then it is ended by force. */
    void end(Process process) throws IOException {
        try {
            if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException("java took more than " + LONGEST.toMinutes() + " minutes; see " + log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
