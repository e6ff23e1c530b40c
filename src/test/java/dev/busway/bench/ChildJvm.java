package dev.busway.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that this run started, and what the system knows of it. Questions go to its standard input, answers
 * come on its standard error; its standard output, where the product logs, is dropped by the system.
 */
final class ChildJvm implements AutoCloseable {

    /** How a line that answers begins. */
    static final String ANSWER = "= ";

    private static final String ENDED = "";
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);

    private final String name;
    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        // An interrupted run leaves nothing running.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * Starts {@code java} with these arguments; what is no answer on standard error goes to {@code <directory>/<name>.log}.
     *
     * @throws UncheckedIOException if it cannot be started
     */
    static ChildJvm start(
            String name, Path javaHome, List<String> arguments, Map<String, String> environment, Path directory) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(arguments);
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            ChildJvm child = new ChildJvm(name, builder.start());
            child.readInto(directory.resolve(name + ".log"));
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Sends one line and returns the answer to it; one question at a time, whoever asks. */
    synchronized String ask(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not listen any more; see its log", e);
        }
        return awaitAnswer();
    }

    /** Waits for the next answer. */
    String awaitAnswer() {
        try {
            String answer = answers.poll(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
            if (answer == null || answer.equals(ENDED)) {
                throw new IllegalStateException(name + " gave no answer; see its log");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void readInto(Path log) throws IOException {
        Writer rest = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Thread reader = new Thread(
                () -> {
                    try (rest;
                            BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (line.startsWith(ANSWER)) {
                                answers.add(line.substring(ANSWER.length()));
                            } else {
                                rest.write(line + "\n");
                                rest.flush();
                            }
                        }
                    } catch (IOException e) {
                        System.err.println(name + ": " + e.getMessage());
                    } finally {
                        answers.add(ENDED);
                    }
                },
                name + "-errors");
        reader.setDaemon(true);
        reader.start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Processor time used since the start, by all threads, user and system. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in MiB. */
    long residentMiB() {
        return status("VmRSS:") / 1024;
    }

    long threads() {
        return status("Threads:");
    }

    private long status(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Waits for a process that ends by itself; false if it has not. */
    boolean awaitEnd(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks the process to end and waits for it; returns how long that took. */
    Duration terminate(Duration atMost) {
        long from = System.nanoTime();
        process.destroy();
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    @Override
    public void close() {
        terminate(Duration.ofSeconds(10));
    }
}
