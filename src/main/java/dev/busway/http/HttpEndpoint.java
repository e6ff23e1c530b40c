package dev.busway.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * The HTTP server of the host; a service of the Camel context, so that {@code platform-http} routes of integrators are
 * answered on the same port.
 *
 * <p>It listens from before the first route starts until after the last has stopped: a probe gets an answer, not a
 * refused connection, while the host is on its way up or down.
 *
 * <p>The server is our own and not that of Camel, which has no settings for what clients may hold: see {@link Connections}.
 */
public final class HttpEndpoint extends VertxPlatformHttpServer {

    private static final long SWEEP_MILLIS = 1_000;
    private static final int MAX_HEADERS = 8 * 1024;
    private static final int MAX_ADDRESS = 4 * 1024;

    /** Of routes that integrators put on this port; what Busway itself takes is bounded by each endpoint. */
    private static final long MAX_BODY = 1 << 20;

    private final List<HttpPart> parts;
    private final CompletableFuture<Vertx> vertx;
    private HttpServer server;

    /**
     * @param host address to listen on
     * @param port port to listen on; 0 for any free one
     * @param parts what answers on it
     * @param vertx what it runs on, and closes when it stops
     */
    public HttpEndpoint(String host, int port, List<HttpPart> parts, CompletableFuture<Vertx> vertx) {
        super(configuration(host, port));
        this.parts = List.copyOf(parts);
        this.vertx = vertx;
    }

    /**
     * Begins to make what an endpoint runs on. It takes an eighth of a host's start and needs nothing of Camel, so that it
     * is begun first, on a thread of its own, which initialises classes of Vert.x and Netty only: whoever starts the host
     * uses none of them before this has ended. Who gives it to no endpoint that is started has to close it.
     */
    public static CompletableFuture<Vertx> beginVertx() {
        // Nothing is served from the class path, so no cache folder for it is made at each start.
        FileSystemOptions noCache =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return CompletableFuture.supplyAsync(
                () -> Vertx.vertx(new VertxOptions().setFileSystemOptions(noCache)),
                task -> new Thread(task, "vertx-start").start());
    }

    /** The port that it listens on; to be asked after the start. */
    public int actualPort() {
        return getServer().actualPort();
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    protected void initializeServer() {
        super.initializeServer();
        parts.forEach(part -> part.addTo(router()));
    }

    @Override
    protected void startServer() throws Exception {
        requireFreePort();
        CompletableFuture<HttpServer> listening = new CompletableFuture<>();
        // On one event loop, which all of its connections and the sweep share.
        getVertx().getOrCreateContext().runOnContext(begin -> {
            Connections connections = new Connections(System::nanoTime);
            getVertx().setPeriodic(SWEEP_MILLIS, sweep -> connections.sweep());
            VertxPlatformHttpRouter router = router();
            getVertx()
                    .createHttpServer(options())
                    .connectionHandler(connections::opened)
                    .requestHandler(request -> {
                        connections.begins(request);
                        router.handle(request);
                    })
                    .listen()
                    .onSuccess(listening::complete)
                    .onFailure(listening::completeExceptionally);
        });
        try {
            server = listening.join();
        } catch (CompletionException e) {
            throw new PortTakenException(getHost(), getConfigurationPort(), e.getCause());
        }
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** The one above needs a thread that only its own way of starting makes. */
    @Override
    protected void stopVertx() {
        Vertx its = getVertx();
        if (its != null) {
            setVertx(null);
            its.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private VertxPlatformHttpRouter router() {
        return VertxPlatformHttpRouter.lookup(
                getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(getConfigurationPort()));
    }

    /** HTTP/1.1 only: HTTP/2 without TLS is for nobody here, and one connection of it holds many requests. */
    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(getHost())
                .setPort(getConfigurationPort())
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxInitialLineLength(MAX_ADDRESS);
    }

    private void requireFreePort() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(getHost(), getConfigurationPort()));
        } catch (BindException e) {
            throw new PortTakenException(getHost(), getConfigurationPort(), e);
        }
    }

    @Override
    protected Vertx createVertxInstance() {
        return vertx.join();
    }

    private static VertxPlatformHttpServerConfiguration configuration(String host, int port) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(host);
        configuration.setBindPort(port);
        configuration.setMaxBodySize(MAX_BODY);
        return configuration;
    }
}
