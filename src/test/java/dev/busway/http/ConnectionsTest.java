package dev.busway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectionsTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong time = new AtomicLong();
    private final Connections connections = new Connections(time::get);
    private final List<Socket> clients = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private Context loop;
    private int port;

    /** Answers all but {@code /slow} at once. */
    @BeforeEach
    void listen() throws Exception {
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        loop = vertx.getOrCreateContext();
        loop.runOnContext(begin -> vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    connections.begins(request);
                    requests.incrementAndGet();
                    if (!request.path().equals("/slow")) {
                        request.response().end("answered");
                    }
                })
                .listen(0, "127.0.0.1")
                .onSuccess(server -> listening.complete(server.actualPort())));
        port = listening.get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void connectionThatAsksForNothingEnds() throws Exception {
        Socket silent = client("");
        Socket dripping = client("GET / HTTP/1.1\r\nX-Slow: ");
        Socket answered = client("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> held() == 3 && requests.get() == 1);
        passes(Duration.ZERO);

        passes(Connections.IDLE);
        assertThat(held()).isEqualTo(3);
        dripping.getOutputStream().write('x');
        passes(Duration.ofSeconds(1));

        assertThat(held()).isZero();
        assertEnded(silent);
        assertEnded(dripping);
        assertEnded(answered);
    }

    @Test
    void requestWhoseBodyDoesNotComeEndsAnsweredOrNot() throws Exception {
        String head = "Host: localhost\r\nContent-Length: 1000\r\n\r\nx";
        Socket waiting = client("POST /slow HTTP/1.1\r\n" + head);
        Socket answered = client("POST / HTTP/1.1\r\n" + head);
        await().until(() -> requests.get() == 2);

        passes(Connections.BODY.plusSeconds(1));

        assertEnded(waiting);
        assertEnded(answered);
    }

    @Test
    void requestInWorkIsLetAlone() throws Exception {
        client("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> requests.get() == 1);

        passes(Duration.ofHours(1));

        assertThat(held()).isOne();
    }

    @Test
    void oneMoreThanTheLimitTakesThePlaceOfTheLongestWithoutARequest() throws Exception {
        Socket working = client("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> requests.get() == 1);
        Socket longest = client("");
        await().until(() -> held() == 2);
        while (clients.size() < Connections.MAX) {
            client("");
        }
        await().until(() -> held() == Connections.MAX);

        Socket last = client("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(new String(last.getInputStream().readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 200");
        assertEnded(longest);
        assertThat(held()).isEqualTo(Connections.MAX);
        assertThat(working.isClosed()).isFalse();
    }

    private Socket client(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        clients.add(socket);
        return socket;
    }

    private void passes(Duration duration) throws Exception {
        onTheLoop(() -> {
            time.addAndGet(duration.toNanos());
            connections.sweep();
            return 0;
        });
    }

    private int held() throws Exception {
        return onTheLoop(connections::size);
    }

    private int onTheLoop(IntSupplier work) throws Exception {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        loop.runOnContext(now -> done.complete(work.getAsInt()));
        return done.get(10, TimeUnit.SECONDS);
    }

    private static void assertEnded(Socket client) throws IOException {
        try {
            client.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
