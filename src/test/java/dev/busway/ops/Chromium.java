package dev.busway.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real browser without a window, driven over the WebDriver protocol; ends with what it started. */
final class Chromium implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final URI session;

    private Chromium(Process driver, URI session) {
        this.driver = driver;
        this.session = session;
    }

    /** Whether both parts of the browser are installed. */
    static boolean isInstalled() {
        return Stream.of("chromium", "chromedriver")
                .allMatch(program -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    static Chromium start() throws IOException {
        Process driver = new ProcessBuilder("chromedriver", "--port=0")
                .redirectErrorStream(true)
                .start();
        String port = portOf(driver);
        Map<String, Object> options = Map.of(
                "args",
                List.of(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-gpu",
                        "--window-size=1280,900"));
        Chromium nowhere = new Chromium(driver, URI.create("http://127.0.0.1:" + port + "/session"));
        try {
            JsonNode answer = nowhere.call(
                    "POST", "", Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", options))));
            return new Chromium(
                    driver,
                    URI.create(nowhere.session + "/" + answer.get("sessionId").asText()));
        } catch (RuntimeException failure) {
            driver.destroy();
            throw failure;
        }
    }

    void open(String url) {
        call("POST", "/url", Map.of("url", url));
    }

    /** What a person sees of the first element that fits; empty when there is none. */
    String text(String css) {
        return script(
                        "const e = document.querySelector(arguments[0]); return e && e.checkVisibility() ? e.innerText : ''",
                        css)
                .asText();
    }

    void click(String css) {
        call("POST", "/element/" + element(css) + "/click", Map.of());
    }

    void type(String css, String keys) {
        call("POST", "/element/" + element(css) + "/value", Map.of("text", keys));
    }

    /** Presses keys wherever the focus is, as somebody without a mouse does. */
    void press(String keys) {
        List<Map<String, String>> strokes = keys.chars()
                .mapToObj(key -> String.valueOf((char) key))
                .flatMap(key ->
                        Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
                .toList();
        call("POST", "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", strokes))));
    }

    JsonNode script(String source, Object... arguments) {
        return call("POST", "/execute/sync", Map.of("script", source, "args", List.of(arguments)));
    }

    void showAs(int width, int height, boolean dark) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                Base64.getDecoder().decode(call("GET", "/screenshot", null).asText()));
    }

    /** Errors that the page has written to its console, a refusal by its own security policy among them. */
    List<String> errors() {
        JsonNode log = call("POST", "/se/log", Map.of("type", "browser"));
        return Stream.iterate(0, i -> i < log.size(), i -> i + 1)
                .map(i -> log.get(i).path("message").asText())
                .toList();
    }

    @Override
    public void close() {
        try {
            call("DELETE", "", null);
        } finally {
            driver.destroy();
        }
    }

    private void cdp(String command, Map<String, Object> parameters) {
        call("POST", "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private String element(String css) {
        return call("POST", "/element", Map.of("using", "css selector", "value", css))
                .get(ELEMENT)
                .asText();
    }

    private JsonNode call(String method, String path, Object body) {
        try {
            HttpRequest.BodyPublisher publisher = body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
            HttpRequest request = HttpRequest.newBuilder(URI.create(session + path))
                    .timeout(Duration.ofSeconds(60))
                    .method(method, publisher)
                    .build();
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode value = JSON.readTree(response.body()).path("value");
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        method + " " + path + ": " + value.path("message").asText());
            }
            return value;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static String portOf(Process driver) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains("started successfully on port ")) {
                return line.replaceAll(".* on port (\\d+).*", "$1");
            }
        }
        throw new IllegalStateException("chromedriver did not start");
    }
}
