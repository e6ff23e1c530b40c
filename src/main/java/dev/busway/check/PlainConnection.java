package dev.busway.check;

import dev.busway.settings.Connection;
import dev.busway.settings.Connection.Shared;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to Service Bus without the SDK: name, port, TLS and the first eight bytes of AMQP, closed again at once. The SDK
 * retries whatever fails on this way and in the end says only that nothing came; this says within {@link #WITHIN} what is wrong.
 * It shows no credential, so that a wrong key or a missing right is found by the first request that follows.
 */
public final class PlainConnection {

    /** The longest that {@link #probe} takes. */
    public static final Duration WITHIN = Duration.ofMillis(4_500);

    private static final int TLS_PORT = 5671;
    private static final int EMULATOR_PORT = 5672;
    /** AMQP 1.0 with the SASL layer, which is how every client of Service Bus begins. */
    private static final byte[] AMQP = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

    private static final String FIREWALL =
            "Check that outbound port 5671 is open and that the namespace firewall allows this address.";
    private static final String EMULATOR = "Does the emulator run, and on this port?";

    private final String host;
    private final int port;
    private final boolean tls;
    private final Duration within;
    // Written by the thread that connects, read by the one that waits for it.
    private volatile String waitingFor = "";

    private PlainConnection(String host, int port, boolean tls, Duration within) {
        this.host = host;
        this.port = port;
        this.tls = tls;
        this.within = within;
    }

    /** Connects and tells how that went; blocks for at most {@link #WITHIN}. */
    public static Finding probe(Connection connection) {
        boolean emulator =
                connection instanceof Shared shared && shared.connectionString().emulator();
        String host = connection.host().replaceFirst(":\\d+$", "");
        String port = connection.host().substring(host.length()).replace(":", "");
        return emulator
                ? probe(host, port.isEmpty() ? EMULATOR_PORT : Integer.parseInt(port), false, WITHIN)
                : probe(host, TLS_PORT, true, WITHIN);
    }

    /**
     * Does the same for somebody who goes on only when it went well.
     *
     * @throws UnreachableException saying what is wrong and what to do
     */
    public static void require(Connection connection) {
        Finding finding = probe(connection);
        if (finding.verdict() == Finding.Verdict.BAD) {
            throw new UnreachableException(finding);
        }
    }

    static Finding probe(String host, int port, boolean tls, Duration within) {
        return new PlainConnection(host.replaceAll("^\\[|]$", ""), port, tls, within).probe();
    }

    /** On a thread of its own, because a look-up of a name has no timeout. */
    private Finding probe() {
        CompletableFuture<Finding> found = new CompletableFuture<>();
        Thread connecting = new Thread(() -> found.complete(connect()), "busway-plain-connection");
        connecting.setDaemon(true);
        connecting.start();
        try {
            return found.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return bad(waitingFor + " did not answer within " + seconds(), tls ? FIREWALL : EMULATOR);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return bad("the connection to " + place() + " was interrupted", "");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible.getCause());
        }
    }

    private Finding connect() {
        waitingFor = "DNS, asked for " + host + ",";
        try {
            InetAddress address = InetAddress.getByName(host);
            waitingFor = place();
            try (Socket plain = new Socket()) {
                plain.connect(new InetSocketAddress(address, port), millis());
                plain.setSoTimeout(millis());
                return tls ? overTls(plain, address) : greet(plain, address);
            }
        } catch (UnknownHostException unknown) {
            return bad(
                    "namespace " + host + " is not known to DNS",
                    "Is it spelt right, and is a private DNS zone linked?");
        } catch (SocketTimeoutException late) {
            return bad(waitingFor + " did not answer within " + seconds(), tls ? FIREWALL : EMULATOR);
        } catch (NoRouteToHostException unreachable) {
            return bad("there is no route to " + place(), tls ? FIREWALL : EMULATOR);
        } catch (ConnectException refused) {
            return bad(place() + " refuses connections", tls ? FIREWALL : EMULATOR);
        } catch (SSLException untrusted) {
            return tlsFailed(untrusted);
        } catch (IOException broken) {
            return bad(
                    place() + " closed the connection before AMQP began",
                    tls ? FIREWALL : "Is what listens there a Service Bus emulator?");
        }
    }

    private Finding overTls(Socket plain, InetAddress address) throws IOException {
        waitingFor = "TLS of " + place();
        try (SSLSocket secured =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true)) {
            SSLParameters checks = secured.getSSLParameters();
            checks.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(checks);
            secured.startHandshake();
            return greet(secured, address);
        }
    }

    private Finding greet(Socket socket, InetAddress address) throws IOException {
        waitingFor = place() + " takes connections, but AMQP there";
        socket.getOutputStream().write(AMQP);
        socket.getOutputStream().flush();
        byte[] answer = socket.getInputStream().readNBytes(AMQP.length);
        if (answer.length == 0) {
            throw new EOFException();
        }
        return Arrays.equals(answer, 0, Math.min(4, answer.length), AMQP, 0, 4)
                ? Finding.good("", "", "namespace " + host + " is " + address.getHostAddress() + ", port " + port)
                : bad("what answers at " + place() + " does not speak AMQP", "Is it the address of a Service Bus?");
    }

    private Finding tlsFailed(SSLException failure) {
        String text = String.valueOf(failure.getMessage());
        if (text.contains("Unsupported or unrecognized")) {
            return bad(
                    place() + " does not speak TLS",
                    "An emulator needs UseDevelopmentEmulator=true in its connection string, or --emulator <port>.");
        }
        if (text.contains("PKIX") || text.contains("certificate") || text.contains("No name matching")) {
            return bad(
                    "the certificate of " + place() + " is not trusted here (" + oneLine(text) + ")",
                    "Does a proxy stand in between? Its certificate must be in the trust store of this Java.");
        }
        return bad("TLS with " + place() + " failed (" + oneLine(text) + ")", FIREWALL);
    }

    private String place() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private int millis() {
        return Math.toIntExact(within.toMillis());
    }

    private String seconds() {
        return within.toMillis() / 1000.0 + " s";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static Finding bad(String text, String remedy) {
        return Finding.bad("", "", text, remedy);
    }
}
