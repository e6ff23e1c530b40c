package dev.busway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.settings.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The API of a running host, as a command asks it: one request, one answer, and a reason in words when it is refused. */
final class HostApi {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Optional<String> token;
    /** HTTP/2 would help nothing here, and some proxies answer its upgrade with an error. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    HostApi(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    /** Where it is asked. */
    URI address() {
        return base;
    }

    /** What all apps say of themselves. */
    JsonNode apps() {
        return call("GET", "/api/apps", BodyPublishers.noBody());
    }

    /** Pauses, resumes or drains an app and gives what it says of itself then. */
    JsonNode tell(String app, String verb) {
        return call("POST", "/api/apps/" + segment(app) + "/" + verb, BodyPublishers.noBody());
    }

    /** Changes how many messages an app works on at once and gives what it says of itself then. */
    JsonNode concurrency(String app, int messagesAtOnce) {
        String body = JSON.createObjectNode().put("concurrency", messagesAtOnce).toString();
        return call("PUT", "/api/apps/" + segment(app) + "/concurrency", BodyPublishers.ofString(body));
    }

    private JsonNode call(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base.toString().replaceFirst("/+$", "") + path))
                .header("Content-Type", "application/json")
                .method(method, body);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        HttpResponse<byte[]> response = send(request.build());
        JsonNode answer = read(response);
        return switch (response.statusCode()) {
            case 200 -> answer;
            case 401 ->
                throw new ConfigurationException(base + " refuses: " + reason(answer)
                        + ". The token is taken from BUSWAY_OPS_TOKEN or from --token-file.");
            case 403 -> throw new ConfigurationException(base + " refuses: " + reason(answer) + ".");
            default ->
                throw new HostApiException(base + " answers " + response.statusCode() + ": " + reason(answer) + ".");
        };
    }

    /** The client's own limit ends with the head of an answer; this one is for all of it. */
    private HttpResponse<byte[]> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw unreachable(failure.getCause());
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw unreachable(late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unreachable(stopped);
        }
    }

    private HostApiException unreachable(Throwable failure) {
        return new HostApiException("No answer from " + base + " ("
                + failure.getClass().getSimpleName()
                + "). Does the host run, and is --url its address?");
    }

    private JsonNode read(HttpResponse<byte[]> response) {
        try {
            JsonNode answer = JSON.readTree(response.body());
            if (answer.isObject()) {
                return answer;
            }
        } catch (IOException notJson) {
            // Answered below like any other page.
        }
        throw new HostApiException(
                "What answers at " + base + " (" + response.statusCode() + ") is no Busway. Is --url its address?");
    }

    private static String reason(JsonNode answer) {
        return answer.path("error").asText("no reason given");
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
