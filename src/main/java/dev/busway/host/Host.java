package dev.busway.host;

import dev.busway.credential.TokenProbe;
import dev.busway.http.HttpEndpoint;
import dev.busway.http.HttpPart;
import dev.busway.http.PortTakenException;
import dev.busway.routes.RouteReload;
import dev.busway.servicebus.BuswayServiceBusComponent;
import dev.busway.servicebus.ServiceBusReports;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import dev.busway.tracing.Tracing;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All apps of one process in one Camel Main runtime, with health over HTTP.
 *
 * <p>Starts in this order: settings, HTTP, apps; a stop goes back the same way, so that health answers until the last
 * app has drained. Losing Service Bus never ends the process: the apps say so and come back by themselves.
 */
public final class Host implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);

    private final Main main;
    private final HttpEndpoint http;
    private final ServiceBusAccess access;
    private final OutsideApps outside;
    private final Apps apps;
    private final Optional<RouteReload> reload;
    private final Optional<TokenProbe> probe;
    private final Optional<Tracing> tracing;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Host(
            Main main,
            HttpEndpoint http,
            ServiceBusAccess access,
            OutsideApps outside,
            Apps apps,
            Optional<RouteReload> reload,
            Optional<TokenProbe> probe,
            Optional<Tracing> tracing) {
        this.main = main;
        this.http = http;
        this.access = access;
        this.outside = outside;
        this.apps = apps;
        this.reload = reload;
        this.probe = probe;
        this.tracing = tracing;
    }

    /**
     * Starts every selected app; returns when they run, whether or not Service Bus has been reached by then.
     *
     * @throws ConfigurationException when something that a person set is wrong; nothing is left running
     */
    public static Host start(Settings settings) {
        return start(settings, context -> List.of());
    }

    /** The same, with more parts on the HTTP server; they are made when the context is there and not yet started. */
    public static Host start(Settings settings, Function<CamelContext, List<HttpPart>> moreHttp) {
        ServiceBusAccess access = ServiceBusAccess.from(settings);
        OutsideApps outside = OutsideApps.find(settings);
        Thread starting = Thread.currentThread();
        ClassLoader before = starting.getContextClassLoader();
        // Threads take it from the one that starts them, and libraries that an app brings look for their parts there.
        starting.setContextClassLoader(outside.classes());
        try {
            return start(settings, access, outside, moreHttp);
        } catch (RuntimeException e) {
            outside.close();
            throw e;
        } finally {
            starting.setContextClassLoader(before);
        }
    }

    private static Host start(
            Settings settings,
            ServiceBusAccess access,
            OutsideApps outside,
            Function<CamelContext, List<HttpPart>> moreHttp) {
        RouteFiles files = RouteFiles.from(settings, outside);
        Main main = CamelMain.create(settings, files, outside);
        Optional<Tracing> tracing = Tracing.startIfOn(settings);
        CompletableFuture<Vertx> vertx = HttpEndpoint.beginVertx();
        // A first token takes most of a second, so it is asked for before there is a connection that needs it.
        Optional<TokenProbe> probe = access.credential().map(TokenProbe::start);
        try {
            main.init();
            CamelContext context = main.getCamelContext();
            access.applyTo(context);
            tracing.ifPresent(on -> context.getRegistry().bind(Tracing.BEAN, on.tracer()));
            HttpEndpoint http = addHttp(context, settings, access, moreHttp, vertx);
            Optional<RouteReload> reload = RouteEdits.watch(context, settings, files);
            Apps apps = Apps.load(context, files, AppSelection.from(settings));
            main.start();
            BuswayServiceBusComponent.requireInUse(context);
            reload.ifPresent(RouteReload::start);
            return new Host(main, http, access, outside, apps, reload, probe, tracing);
        } catch (Exception e) {
            RuntimeException explained =
                    StartFailure.explain(e, () -> RouteEdits.check(main.getCamelContext(), settings, files)
                            .checkLoaded(files.locations(), main.getCamelContext()));
            stopAfterFailedStart(main, e);
            probe.ifPresent(TokenProbe::close);
            var unused = vertx.thenAccept(Vertx::close);
            tracing.ifPresent(Tracing::close);
            throw explained;
        }
    }

    /** The context in which the apps run. */
    public CamelContext context() {
        return main.getCamelContext();
    }

    /** How Service Bus is reached. */
    public ServiceBusAccess access() {
        return access;
    }

    /** The apps that are hosted. */
    public Apps apps() {
        return apps;
    }

    /** The queues of each app. */
    public List<Lane> lanes() {
        return ServiceBusReports.of(context()).stream()
                .map(report -> new Lane(report.app(), report.input(), report.outputs()))
                .toList();
    }

    /** The port that HTTP listens on. */
    public int httpPort() {
        return http.actualPort();
    }

    /** The address of health as a browser on this machine writes it. */
    public URI health() {
        return URI.create("http://localhost:" + httpPort() + "/health");
    }

    /** Drains and stops the apps, then HTTP. Waits as long as {@code camel.main.shutdownTimeout} at most. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            probe.ifPresent(TokenProbe::close);
            // Before the apps, or it would start again what is being stopped.
            reload.ifPresent(RouteReload::close);
            main.stop();
            outside.close();
            tracing.ifPresent(Tracing::close);
        }
    }

    private static HttpEndpoint addHttp(
            CamelContext context,
            Settings settings,
            ServiceBusAccess access,
            Function<CamelContext, List<HttpPart>> moreHttp,
            CompletableFuture<Vertx> vertx)
            throws Exception {
        List<HttpPart> parts = new ArrayList<>();
        parts.add(HostHealth.http(context, access));
        parts.addAll(moreHttp.apply(context));
        String host = settings.find(Settings.HTTP_HOST).orElse("0.0.0.0");
        HttpEndpoint http = new HttpEndpoint(host, settings.port(Settings.HTTP_PORT, 8080), parts, vertx);
        try {
            http.setCamelContext(context);
            // By hand, because the context starts its services together with the routes, and probes come earlier.
            http.start();
            context.addService(http);
        } catch (PortTakenException e) {
            throw new ConfigurationException(
                    e.getMessage() + ". Choose another port with --http-port, " + Settings.HTTP_PORT
                            + " or the environment variable PORT (0 = any free port).",
                    e);
        }
        return http;
    }

    private static void stopAfterFailedStart(Main main, Exception failure) {
        try {
            main.stop();
        } catch (RuntimeException e) {
            LOG.debug("Stopping after a failed start failed too", e);
            failure.addSuppressed(e);
        }
    }
}
