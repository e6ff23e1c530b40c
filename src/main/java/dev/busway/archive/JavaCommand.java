package dev.busway.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the {@code java} that runs this process again, with its output in one log file. */
record JavaCommand(Path javaHome, Path log) {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    Process start(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // What this shell says of virtual machines, an archive among it, and of a real namespace is not for the
        // training.
        builder.environment()
                .keySet()
                .removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "SERVICE_BUS_NAMESPACE"));
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
