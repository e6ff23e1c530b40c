package dev.busway.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.busway.emulator.queue.QueueCounts;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The faults, the clock and the history of an emulator over HTTP, for tests in other languages; on the loopback address
 * only, JSON both ways.
 *
 * <pre>
 * GET    /faults                      those injected here, with their hits
 * POST   /faults                      {"fault": "refuse", "step": "send", "queue": "q", "condition": "...", "forNext": 3}
 * DELETE /faults, /faults/{id}
 * POST   /connections/cut
 * POST   /control-links/detach
 * POST   /queues/{queue}/detach-links, .../silence-links, .../expire-tokens, .../lose-locks
 * GET    /queues
 * GET    /history?queue=...&amp;messageId=...
 * POST   /clock/advance               {"duration": "PT61S"}
 * </pre>
 */
public final class FaultApi implements AutoCloseable {

    private static final int LONGEST_BODY = 64 * 1024;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LONG = 413;
    private static final int INTERNAL_ERROR = 500;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ServiceBusEmulator emulator;
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setUseDaemonThread(true));
    private final Map<Long, ActiveFault> injected = new ConcurrentSkipListMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final int port;

    private FaultApi(ServiceBusEmulator emulator, int port) {
        this.emulator = emulator;
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(this::receive)
                .listen()
                .map(HttpServer::actualPort)
                .onSuccess(listening::complete)
                .onFailure(cause -> listening.completeExceptionally(new IllegalStateException(
                        "The fault API cannot listen on 127.0.0.1:" + port + ": " + cause.getMessage(), cause)));
        this.port = LoopCalls.await(listening);
    }

    /**
     * Starts the API of an emulator.
     *
     * @param port 0 for a free one
     */
    public static FaultApi start(ServiceBusEmulator emulator, int port) {
        return new FaultApi(emulator, port);
    }

    public int port() {
        return port;
    }

    private record Answer(int status, JsonNode body) {}

    private void receive(HttpServerRequest request) {
        // A web page that a browser shows must not be able to reach us under a name of its own.
        String host = request.authority() == null ? "" : request.authority().host();
        if (!host.equals("127.0.0.1") && !host.equals("localhost")) {
            answer(request, error(FORBIDDEN, "Ask for 127.0.0.1 or localhost."));
            return;
        }
        if (isOfAnotherSite(request)) {
            answer(request, error(FORBIDDEN, "Another site's page may not use this API."));
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= LONGEST_BODY) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (body.length() > LONGEST_BODY) {
                answer(request, error(TOO_LONG, "The body is longer than " + LONGEST_BODY + " bytes."));
                return;
            }
            vertx.executeBlocking(() -> perform(request, body))
                    .onSuccess(answer -> answer(request, answer))
                    .onFailure(cause -> answer(request, failed(cause)));
        });
    }

    /** A browser sends what a page of any site asks it to send, and says so in these headers; programs have none of them. */
    private static boolean isOfAnotherSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return (site != null && !site.equals("none") && !site.equals("same-origin"))
                || (origin != null && !origin.equalsIgnoreCase("http://" + request.authority()));
    }

    private static void answer(HttpServerRequest request, Answer answer) {
        request.response()
                .setStatusCode(answer.status())
                .putHeader("content-type", "application/json")
                .end(answer.body().toString());
    }

    private static Answer failed(Throwable cause) {
        boolean theirs = cause instanceof IllegalArgumentException || cause instanceof JsonProcessingException;
        return error(theirs ? BAD_REQUEST : INTERNAL_ERROR, String.valueOf(cause.getMessage()));
    }

    private static Answer error(int status, String message) {
        return new Answer(status, MAPPER.createObjectNode().put("error", message));
    }

    private static Answer count(int count) {
        return new Answer(OK, MAPPER.createObjectNode().put("count", count));
    }

    private Answer perform(HttpServerRequest request, Buffer body) throws IOException {
        List<String> path = List.of(request.path().substring(1).split("/"));
        String route = request.method() + " "
                + switch (path.get(0)) {
                    case "queues" -> path.size() == 1 ? "queues" : "queues/";
                    case "faults" -> path.size() == 1 ? "faults" : "faults/";
                    default -> String.join("/", path);
                };
        return switch (route) {
            case "GET faults" -> showFaults();
            case "POST faults" -> inject(MAPPER.readTree(body.getBytes()));
            case "DELETE faults", "DELETE faults/" -> switchOff(path);
            case "POST connections/cut" -> count(emulator.faults().cutConnections());
            case "POST control-links/detach" -> count(emulator.faults().detachControlLinks());
            case "GET queues" -> showQueues();
            case "POST queues/" -> path.size() < 3 ? error(NOT_FOUND, "No such action.") : act(path);
            case "GET history" -> showHistory(request);
            case "POST clock/advance" -> advance(MAPPER.readTree(body.getBytes()));
            default -> error(NOT_FOUND, "There is no " + request.method() + " " + request.path() + ".");
        };
    }

    private Answer inject(JsonNode json) {
        ActiveFault fault = FaultJson.inject(emulator.faults(), json);
        long id = ids.incrementAndGet();
        injected.put(id, fault);
        return new Answer(OK, FaultJson.show(id, fault));
    }

    private Answer showFaults() {
        ArrayNode all = MAPPER.createArrayNode();
        injected.forEach((id, fault) -> all.add(FaultJson.show(id, fault)));
        return new Answer(OK, all);
    }

    private Answer switchOff(List<String> path) {
        if (path.size() == 1) {
            int count = injected.size();
            injected.values().forEach(ActiveFault::close);
            injected.clear();
            return count(count);
        }
        String id = String.join("/", path.subList(1, path.size()));
        ActiveFault fault = id.matches("\\d{1,18}") ? injected.remove(Long.valueOf(id)) : null;
        if (fault == null) {
            return error(NOT_FOUND, "There is no fault " + id + ".");
        }
        fault.close();
        return count(1);
    }

    private Answer act(List<String> path) {
        String action = path.get(path.size() - 1);
        String queue = URLDecoder.decode(String.join("/", path.subList(1, path.size() - 1)), StandardCharsets.UTF_8);
        return switch (action) {
            case "detach-links" -> count(emulator.faults().detachLinks(queue));
            case "silence-links" -> count(emulator.faults().silenceLinks(queue));
            case "expire-tokens" -> count(emulator.faults().expireTokens(queue));
            case "lose-locks" -> count(emulator.faults().loseLocks(queue, Integer.MAX_VALUE));
            default -> error(NOT_FOUND, "There is no action " + action + ".");
        };
    }

    private Answer showQueues() {
        ArrayNode all = MAPPER.createArrayNode();
        for (String queue : emulator.queues()) {
            QueueCounts counts = emulator.counts(queue);
            all.add(MAPPER.createObjectNode()
                    .put("queue", queue)
                    .put("active", counts.active())
                    .put("locked", counts.locked())
                    .put("scheduled", counts.scheduled())
                    .put("deferred", counts.deferred())
                    .put("deadLettered", counts.deadLettered()));
        }
        return new Answer(OK, all);
    }

    private Answer showHistory(HttpServerRequest request) {
        String queue = request.getParam("queue");
        String messageId = request.getParam("messageId");
        ArrayNode all = MAPPER.createArrayNode();
        emulator.history()
                .events(event -> (queue == null || queue.equalsIgnoreCase(event.queue()))
                        && (messageId == null || messageId.equals(event.messageId())))
                .forEach(event -> all.add(show(event)));
        return new Answer(OK, all);
    }

    private static ObjectNode show(HistoryEvent event) {
        return MAPPER.createObjectNode()
                .put("number", event.number())
                .put("time", event.time().toString())
                .put("queue", event.queue())
                .put("kind", event.kind().name())
                .put("messageId", event.messageId())
                .put("sequenceNumber", event.sequenceNumber())
                .put("sessionId", event.sessionId())
                .put("deliveryCount", event.deliveryCount())
                .put("transactionId", event.transactionId())
                .put("detail", event.detail());
    }

    private Answer advance(JsonNode json) {
        if (json.size() != 1) {
            throw new IllegalArgumentException("the body must hold a duration and nothing else");
        }
        emulator.clock().advance(FaultJson.duration(json, "duration"));
        return new Answer(
                OK, MAPPER.createObjectNode().put("now", emulator.clock().now().toString()));
    }

    /** Stops to listen and switches off what was injected here. May be called twice. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            injected.values().forEach(ActiveFault::close);
            CompletableFuture<Void> done = new CompletableFuture<>();
            vertx.close().onComplete(result -> done.complete(null));
            LoopCalls.await(done);
        }
    }
}
