package dev.busway.ops;

import java.util.List;
import java.util.function.Consumer;

/** {@code /api}: what there is, in one table, so that a test can walk all of it. */
final class OpsApi implements AutoCloseable {

    private static final int SMALL_BODY = 1 << 10;

    /** A choice of as many sequence numbers as one request may name. */
    private static final int CHOICE_BODY = 256 << 10;

    /** A message with a new body: the largest message of the standard tier, as JSON. */
    private static final int EDIT_BODY = 1 << 20;

    private final DeadLetterApi deadLetters;
    private final QueuesApi queues;
    private final List<Endpoint> endpoints;

    /** @param access named to whoever looks, so that a page knows how to ask */
    OpsApi(AppsApi apps, DeadLetterApi deadLetters, QueuesApi queues, Access access) {
        this.deadLetters = deadLetters;
        this.queues = queues;
        // Of two that fit an address the first is meant.
        this.endpoints = List.of(
                Endpoint.open("GET", "/api/apps", (request, names) -> apps.list(access)),
                Endpoint.guarded("POST", "/api/apps/{app}/pause", (request, names) -> apps.act(names.get(0), "pause")),
                Endpoint.guarded(
                        "POST", "/api/apps/{app}/resume", (request, names) -> apps.act(names.get(0), "resume")),
                Endpoint.guarded("POST", "/api/apps/{app}/drain", (request, names) -> apps.act(names.get(0), "drain")),
                Endpoint.guarded(
                                "PUT",
                                "/api/apps/{app}/concurrency",
                                (request, names) -> apps.concurrency(names.get(0), Json.read(request)))
                        .withBody(SMALL_BODY),
                Endpoint.guarded("GET", "/api/queues", (request, names) -> queues.list()),
                Endpoint.guarded("GET", "/api/dead-letter", (request, names) -> deadLetters.list(request.parameters())),
                Endpoint.guarded(
                        "GET",
                        "/api/dead-letter/{queue}",
                        (request, names) -> deadLetters.list(names.get(0), request.parameters())),
                Endpoint.guarded(
                                "POST",
                                "/api/dead-letter/{queue}/resubmit",
                                (request, names) -> deadLetters.resubmit(names.get(0), Json.read(request)))
                        .withBody(EDIT_BODY),
                Endpoint.guarded(
                                "POST",
                                "/api/dead-letter/{queue}/purge",
                                (request, names) -> deadLetters.purge(names.get(0), Json.read(request)))
                        .withBody(CHOICE_BODY),
                Endpoint.guarded(
                        "GET",
                        "/api/dead-letter/{queue}/{sequenceNumber}",
                        (request, names) -> deadLetters.show(names.get(0), names.get(1))),
                Endpoint.guarded("GET", "/api/jobs", (request, names) -> deadLetters.jobs()),
                Endpoint.guarded("GET", "/api/jobs/{id}", (request, names) -> deadLetters.job(names.get(0))),
                Endpoint.guarded("POST", "/api/jobs/{id}/stop", (request, names) -> deadLetters.stop(names.get(0))));
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /**
     * Finds what the address names.
     *
     * @param guard throws a refusal when the request has no right; asked before anything is said of what there is
     */
    Endpoint find(OpsRequest request, List<String> segments, Consumer<OpsRequest> guard) {
        List<Endpoint> here = at(segments);
        if (here.isEmpty() || !here.get(0).isOpen()) {
            guard.accept(request);
        }
        if (here.isEmpty()) {
            throw new Refusal(404, "there is nothing here");
        }
        return here.stream()
                .filter(endpoint -> endpoint.method().equals(request.method()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        405,
                        "use "
                                + String.join(
                                        " or ",
                                        here.stream().map(Endpoint::method).toList())));
    }

    @Override
    public void close() {
        deadLetters.close();
        queues.close();
    }

    private List<Endpoint> at(List<String> segments) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.isAt(segments))
                .findFirst()
                .map(first -> endpoints.stream()
                        .filter(endpoint -> endpoint.path().equals(first.path()))
                        .toList())
                .orElse(List.of());
    }
}
