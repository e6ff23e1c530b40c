package dev.busway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.deploy.Program;
import dev.busway.emulator.ServiceBusEmulator;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that want to hurt a host over HTTP, against a process with little memory: it answers probes and holders of the token in
 * time all the while, and ends by nothing that they do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class HostileHttpClientsTest {

    private static final String TOKEN = "planted-operations-token-of-the-host";
    private static final int CLIENTS = 450;
    private static final int ANNOUNCED = 1 << 20;
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    /** All that the clients send does not fit into it. */
    private static final String MEMORY = "-Xmx128m";

    private static Path folder;

    private ServiceBusEmulator emulator;
    private Program host;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        emulator = ServiceBusEmulator.start();
        host = Program.start(
                folder,
                Map.of(
                        "SERVICE_BUS_CONNECTION_STRING",
                        emulator.connectionString(),
                        "BUSWAY_OPS_TOKEN",
                        TOKEN,
                        "PORT",
                        "0"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        MEMORY,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        absoluteClassPath(),
                        "dev.busway.Busway",
                        "run"));
        host.ready();
    }

    @AfterAll
    void stop() throws Exception {
        try (Program ending = host) {
            ending.stop();
            assertThat(ending.output()).doesNotContain(TOKEN, "OutOfMemoryError");
        } finally {
            emulator.close();
        }
    }

    @Test
    void bodiesThatAreAnnouncedWithoutATokenAreHeldByNobody() throws Exception {
        List<Socket> clients = open("POST /api/apps/counter/pause HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + ANNOUNCED + "\r\n\r\n");
        try {
            byte[] part = new byte[ANNOUNCED / 16];
            for (int round = 0; round < 8; round++) {
                for (Socket client : clients) {
                    write(client, part);
                }
                theHostAnswers();
            }
        } finally {
            close(clients);
        }
        theHostAnswers();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void connectionsThatStayKeepNobodyOut(String head) throws Exception {
        List<Socket> clients = open(head);
        try {
            for (int round = 0; round < 3; round++) {
                for (Socket client : clients) {
                    write(client, new byte[] {'x'});
                }
                theHostAnswers();
            }
        } finally {
            close(clients);
        }
        theHostAnswers();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void requestsThatAreNoneEndNothing(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 750; i++) {
            String request = request(random);
            try (Socket client = connect()) {
                write(client, request.getBytes(ISO_8859_1));
                if (random.nextInt(8) == 0) {
                    client.shutdownOutput();
                    client.getInputStream().read();
                }
            } catch (IOException closedByTheHost) {
                continue;
            }
            if (i % 50 == 0) {
                theHostAnswers();
            }
        }
        theHostAnswers();
    }

    @Test
    void wrongTokensKeepTheRightOneOutOfNothing() throws Exception {
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(status("GET", "/api/jobs", "wrong-" + i));
        }
        assertThat(answers).isSubsetOf(401, 429).endsWith(429);
        theHostAnswers();
    }

    private void theHostAnswers() throws IOException {
        long begin = System.nanoTime();
        assertThat(status("GET", "/health/live", null)).isEqualTo(200);
        assertThat(status("GET", "/api/jobs", TOKEN)).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IN_TIME);
    }

    private int status(String method, String path, String token) throws IOException {
        try (Socket client = connect()) {
            String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
            write(
                    client,
                    (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + authorization
                                    + "\r\n")
                            .getBytes(ISO_8859_1));
            String line = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1)).readLine();
            assertThat(line).startsWith("HTTP/1.1 ");
            return Integer.parseInt(line.substring(9, 12));
        }
    }

    private List<Socket> open(String head) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Socket client = connect();
            clients.add(client);
            write(client, head.getBytes(ISO_8859_1));
        }
        return clients;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(host.port()));
        socket.setSoTimeout((int) IN_TIME.toMillis());
        return socket;
    }

    /** To a connection that the host has ended nothing can be written, which is as it should be. */
    private static void write(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException ended) {
            assertThat(ended).isNotNull();
        }
    }

    private static void close(List<Socket> clients) throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    private static String request(Random random) {
        String method = pick(random, "GET", "POST", "PUT", "DELETE", "PRI", "CONNECT", "G\u0000T", "", "x".repeat(500));
        String path = pick(
                random,
                "/",
                "/health",
                "/api/apps",
                "/api/apps/counter/pause",
                "/api/dead-letter/in/purge",
                "/ops/../../etc/passwd",
                "/%zz",
                "*",
                "http://evil.example/",
                "/" + "a".repeat(random.nextInt(20_000)));
        String version = pick(random, "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", "");
        StringBuilder request = new StringBuilder(method + " " + path + " " + version + "\r\n");
        for (int i = random.nextInt(6); i > 0; i--) {
            request.append(pick(
                    random,
                    "Host: localhost\r\n",
                    "Host: evil.example\r\n",
                    "Content-Length: 99999999999999999999\r\n",
                    "Content-Length: -1\r\n",
                    "Content-Length: 10\r\n",
                    "Transfer-Encoding: chunked\r\n",
                    "Expect: 100-continue\r\n",
                    "Authorization: Bearer wrong\r\n",
                    "Authorization: Bearer \u00e9\u00ff\r\n",
                    "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n",
                    "Upgrade: websocket\r\nConnection: Upgrade\r\n",
                    "X: " + "y".repeat(random.nextInt(30_000)) + "\r\n",
                    "broken header\r\n",
                    ": \r\n"));
        }
        if (random.nextInt(4) > 0) {
            request.append("\r\n");
        }
        request.append(pick(random, "", "{}", "zz\r\n", "ffffffff\r\n", "5\r\nhello\r\n0\r\n\r\n", "\u0000\u0001"));
        String whole = request.toString();
        return random.nextInt(4) == 0 ? whole.substring(0, random.nextInt(whole.length() + 1)) : whole;
    }

    private static String pick(Random random, String... some) {
        return some[random.nextInt(some.length)];
    }

    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
