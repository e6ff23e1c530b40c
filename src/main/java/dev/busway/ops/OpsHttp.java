package dev.busway.ops;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.busway.deadletter.DeadLetterException;
import dev.busway.servicebus.failure.TraceOnly;
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
 * Serves the operations page and its API: guards first, then the body, then the one thing that the address names. May be called
 * from many threads at once. {@link #admit} waits for nothing; what it admits may wait for Service Bus, so no event loop should
 * call that.
 *
 * <ol>
 *   <li>Whatever comes is bounded: its body by its endpoint, its rate by {@link RequestRates}. No body is read of a request that
 *       has not passed the guards.
 *   <li>What changes something, or shows a message, passes {@link Access}; all of the API passes {@link SameSite}.
 *   <li>Who has the right is never slowed, whatever others do from the same address.
 *   <li>Every change that was asked for is logged with what, from where, and what came of it.
 *   <li>An answer never holds what went wrong inside, only what the caller can act upon.
 * </ol>
 */
public final class OpsHttp implements AutoCloseable {

    private static final String FAILED = "that did not work; the log of the host says why";
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
    private final OpsApi api;
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
        this.api = new OpsApi(
                new AppsApi(apps, history),
                new DeadLetterApi(apps, connections),
                new QueuesApi(apps, new QueueCounter(connections, System::nanoTime)),
                access);
        long step = RateHistory.STEP.toMillis();
        sampling = sampler.scheduleAtFixedRate(() -> sample(apps), 0, step, TimeUnit.MILLISECONDS);
    }

    /** Lets the head of a request pass or answers it; never throws for anything that a request holds. */
    Admission admit(OpsRequest head) {
        try {
            rates(head);
            return route(head, head.segments());
        } catch (RuntimeException refused) {
            return new Admission.Refused(finished(head, answer(head, refused)));
        }
    }

    /** Answers a request that was admitted and is there as a whole; never throws for anything that it holds. */
    OpsResponse serve(Admission.Admitted admitted, OpsRequest request) {
        try {
            if (request.body().length > admitted.maxBody()) {
                throw tooLarge(admitted);
            }
            return finished(request, admitted.handler().apply(request));
        } catch (RuntimeException refused) {
            return finished(request, answer(request, refused));
        }
    }

    /** Answers a request that was admitted and whose body is too large to be read. */
    OpsResponse tooLarge(Admission.Admitted admitted, OpsRequest head) {
        return finished(head, answer(head, tooLarge(admitted)));
    }

    /** Answers a request that is there as a whole. */
    OpsResponse serve(OpsRequest request) {
        Admission admission = admit(request);
        return admission instanceof Admission.Refused refused
                ? refused.answer()
                : serve((Admission.Admitted) admission, request);
    }

    /** All that the API does. */
    List<Endpoint> endpoints() {
        return api.endpoints();
    }

    /**
     * The answer to a request that could not be served at all.
     *
     * @param failure what went wrong; null when the server refused the request itself
     */
    OpsResponse failed(int status, Throwable failure) {
        if (status >= 500) {
            LOG.warn("A request failed", TraceOnly.of(failure));
        }
        return refused(status, status < 500 ? "that is no request" : FAILED).with(SECURITY);
    }

    /** Stops work on dead letters and the sampling of rates. */
    @Override
    public void close() {
        sampling.cancel(false);
        sampler.shutdownNow();
        api.close();
    }

    private void rates(OpsRequest head) {
        if (access.isHeldBy(head)) {
            return;
        }
        rates.request(head.remote());
        if (head.header("authorization").isPresent()) {
            rates.wrongToken(head.remote());
        }
    }

    private Admission route(OpsRequest head, List<String> path) {
        if (path.isEmpty()) {
            return page(head, "index.html");
        }
        if (path.size() == 2 && path.get(0).equals("ops")) {
            return page(head, path.get(1));
        }
        if (path.size() >= 2 && path.get(0).equals("api")) {
            SameSite.require(head);
            Endpoint endpoint = api.find(head, path, access::require);
            return new Admission.Admitted(endpoint.maxBody(), request -> endpoint.answer(request, path));
        }
        throw new Refusal(404, "there is nothing here");
    }

    private static Admission page(OpsRequest head, String name) {
        if (head.changes()) {
            throw new Refusal(405, "use GET or HEAD");
        }
        return new Admission.Admitted(0, request -> PageFiles.serve(name));
    }

    private static Refusal tooLarge(Admission.Admitted admitted) {
        return new Refusal(
                413,
                admitted.maxBody() == 0
                        ? "this takes no body"
                        : "the body may have at most " + admitted.maxBody() + " bytes here");
    }

    private OpsResponse answer(OpsRequest request, RuntimeException failure) {
        if (failure instanceof Refusal refusal) {
            return refused(refusal.status(), refusal.getMessage());
        }
        if (failure instanceof IllegalArgumentException wrong) {
            return refused(400, wrong.getMessage());
        }
        if (failure instanceof DeadLetterException unreachable) {
            return refused(502, unreachable.firstLine());
        }
        LOG.warn("{} {} failed", printable(request.method()), printable(request.path()), TraceOnly.of(failure));
        return refused(500, FAILED);
    }

    private static OpsResponse finished(OpsRequest request, OpsResponse response) {
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
