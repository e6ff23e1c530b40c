package dev.busway.ops;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.busway.deadletter.DeadLetterException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the operations page and its API: guards first, then the one thing that the address names. May be called from many threads
 * at once; a call may wait for Service Bus, so no event loop should make it.
 *
 * <ol>
 *   <li>Whatever comes is bounded: its body by {@value #MAX_BODY} bytes, its rate by {@link RequestRates}.
 *   <li>What changes something, or shows a message, passes {@link Access}; all of the API passes {@link SameSite}.
 *   <li>Every change that was asked for is logged with what, from where, and what came of it.
 *   <li>An answer never holds what went wrong inside, only what the caller can act upon.
 * </ol>
 */
public final class OpsHttp implements AutoCloseable {

    /** The largest body of a request in bytes: the largest message of the standard tier, as JSON. */
    public static final int MAX_BODY = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(OpsHttp.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("dev.busway.ops.audit");
    private static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Access access;
    private final RequestRates rates = new RequestRates(System::nanoTime);
    private final RateHistory history = new RateHistory();
    private final AppsApi appsApi;
    private final DeadLetterApi deadLetterApi;
    private final QueuesApi queuesApi;
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "busway-rates");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> sampling;

    /**
     * Prepares to serve; connects to nothing.
     *
     * @param apps the apps of this host
     * @param access who may change something
     * @param connections gives a new builder with namespace and credential for each connection
     */
    public OpsHttp(AppControl apps, Access access, Supplier<ServiceBusClientBuilder> connections) {
        this.access = access;
        this.appsApi = new AppsApi(apps, history);
        this.deadLetterApi = new DeadLetterApi(connections);
        this.queuesApi = new QueuesApi(apps, new QueueCounter(connections, System::nanoTime));
        long step = RateHistory.STEP.toMillis();
        sampling = sampler.scheduleAtFixedRate(() -> sample(apps), 0, step, TimeUnit.MILLISECONDS);
    }

    /** Answers one request; never throws for anything that a request holds. */
    public OpsResponse serve(OpsRequest request) {
        OpsResponse response = answer(request);
        if (request.changes()) {
            String what = response.status() < 300 ? AuditText.of(request) : "";
            AUDIT.info(
                    "{} {} from {} answered {}{}",
                    printable(request.method()),
                    printable(request.path()),
                    printable(request.remote()),
                    response.status(),
                    printable(what));
        }
        return response.with(SECURITY);
    }

    /** Stops work on dead letters and the sampling of rates. */
    @Override
    public void close() {
        sampling.cancel(false);
        sampler.shutdownNow();
        deadLetterApi.close();
        queuesApi.close();
    }

    private OpsResponse answer(OpsRequest request) {
        try {
            rates.request(request.remote());
            if (request.body().length > MAX_BODY) {
                throw new Refusal(413, "a body may have at most " + MAX_BODY + " bytes");
            }
            return route(request, request.segments());
        } catch (Refusal refusal) {
            return refused(refusal.status(), refusal.getMessage());
        } catch (IllegalArgumentException wrong) {
            return refused(400, wrong.getMessage());
        } catch (DeadLetterException unreachable) {
            return refused(502, unreachable.getMessage().lines().findFirst().orElse(""));
        } catch (RuntimeException failure) {
            LOG.warn("{} {} failed", printable(request.method()), printable(request.path()), failure);
            return refused(500, "that did not work; the log of the host says why");
        }
    }

    private OpsResponse route(OpsRequest request, List<String> path) {
        if (path.isEmpty()) {
            return page(request, "index.html");
        }
        if (path.size() == 2 && path.get(0).equals("ops")) {
            return page(request, path.get(1));
        }
        if (path.size() >= 2 && path.get(0).equals("api")) {
            SameSite.require(request);
            return api(request, path.subList(1, path.size()));
        }
        throw notFound();
    }

    private static OpsResponse page(OpsRequest request, String name) {
        allow(request, "GET", "HEAD");
        return PageFiles.serve(name);
    }

    private OpsResponse api(OpsRequest request, List<String> path) {
        if (path.equals(List.of("apps"))) {
            allow(request, "GET");
            return appsApi.list(access);
        }
        // Nothing is said of what there is before the right to know it is shown.
        requireAccess(request);
        return switch (path.get(0)) {
            case "apps" -> app(request, path);
            case "dead-letter" -> deadLetter(request, path);
            case "jobs" -> job(request, path);
            case "queues" -> queues(request, path);
            default -> throw notFound();
        };
    }

    private OpsResponse app(OpsRequest request, List<String> path) {
        if (path.size() != 3) {
            throw notFound();
        }
        if (path.get(2).equals("concurrency")) {
            allow(request, "PUT");
            return appsApi.concurrency(path.get(1), Json.read(request));
        }
        allow(request, "POST");
        return appsApi.act(path.get(1), path.get(2));
    }

    private OpsResponse deadLetter(OpsRequest request, List<String> path) {
        if (path.size() == 2) {
            allow(request, "GET");
            return deadLetterApi.list(path.get(1), request.parameters());
        }
        if (path.size() != 3) {
            throw notFound();
        }
        return switch (path.get(2)) {
            case "resubmit" -> {
                allow(request, "POST");
                yield deadLetterApi.resubmit(path.get(1), Json.read(request));
            }
            case "purge" -> {
                allow(request, "POST");
                yield deadLetterApi.purge(path.get(1), Json.read(request));
            }
            default -> {
                allow(request, "GET");
                yield deadLetterApi.show(path.get(1), path.get(2));
            }
        };
    }

    private OpsResponse job(OpsRequest request, List<String> path) {
        if (path.size() == 1) {
            allow(request, "GET");
            return deadLetterApi.jobs();
        }
        if (path.size() == 2) {
            allow(request, "GET");
            return deadLetterApi.job(path.get(1));
        }
        if (path.size() == 3 && path.get(2).equals("stop")) {
            allow(request, "POST");
            return deadLetterApi.stop(path.get(1));
        }
        throw notFound();
    }

    private OpsResponse queues(OpsRequest request, List<String> path) {
        if (path.size() != 1) {
            throw notFound();
        }
        allow(request, "GET");
        return queuesApi.list();
    }

    private void requireAccess(OpsRequest request) {
        try {
            access.require(request);
        } catch (Refusal refusal) {
            if (request.header("authorization").isPresent()) {
                rates.wrongToken(request.remote());
            }
            throw refusal;
        }
    }

    private static void allow(OpsRequest request, String... methods) {
        if (!List.of(methods).contains(request.method())) {
            throw new Refusal(405, "use " + String.join(" or ", methods));
        }
    }

    private static Refusal notFound() {
        return new Refusal(404, "there is nothing here");
    }

    private static OpsResponse refused(int status, String message) {
        OpsResponse response = OpsResponse.json(status, Map.of("error", message == null ? "refused" : message));
        return status == 401 ? response.with(Map.of("WWW-Authenticate", "Bearer")) : response;
    }

    private void sample(AppControl apps) {
        try {
            history.step(apps.reports());
        } catch (RuntimeException failure) {
            // An exception would end the sampling for good.
            LOG.debug("No report of the apps could be had", failure);
        }
    }

    /** What a request holds must not be able to write lines of its own into the log. */
    private static String printable(String text) {
        String line = text.replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }
}
