package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process in a folder of its own, whose output can be read. Ended with all that it has started when it is closed. */
public final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern HEALTH = Pattern.compile("http://localhost:(\\d+)/health");

    private final Process process;
    private final Path output;
    private final HttpClient http = HttpClient.newHttpClient();

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a command; what this shell knows of a namespace does not reach it. */
    public static Program start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("SERVICE_BUS_NAMESPACE", "SERVICE_BUS_CONNECTION_STRING", "MAVEN_ARGS"));
        builder.environment().putAll(environment);
        return new Program(builder.start(), output);
    }

    /** Starts the built jar with the Java that runs this. */
    public static Program jar(Path folder, String... arguments) throws IOException {
        return java(folder, List.of(), builtJar(), arguments);
    }

    /** Starts a jar with options for Java. */
    public static Program java(Path folder, List<String> options, Path jar, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return start(folder, Map.of(), command);
    }

    /** The jar that the build has made. */
    public static Path builtJar() {
        return Path.of(System.getProperty("busway.jar"));
    }

    public Process process() {
        return process;
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException("The output cannot be read", e);
        }
    }

    /** Waits for the end, which must be a good one. */
    public Program ended() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(output())
                .isTrue();
        assertThat(process.exitValue()).as(output()).isZero();
        return this;
    }

    /** Waits until the output holds this. */
    public Program says(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(output()).contains(text));
        return this;
    }

    /** Waits until health says that the host is ready; the process must have told its address. */
    public Program ready() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(process.isAlive()).as(output()).isTrue();
            return HEALTH.matcher(output()).find() && isReady(port());
        });
        return this;
    }

    /** The port of health, which the process must have told. */
    public String port() {
        Matcher address = HEALTH.matcher(output());
        assertThat(address.find()).as(output()).isTrue();
        return address.group(1);
    }

    /** Asks it to stop, as Ctrl-C and every container platform do, and waits until it has. */
    public Program stop() throws InterruptedException {
        process.toHandle().destroy();
        return ended();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    private boolean isReady(String port) throws InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + "/health/ready");
        try {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
