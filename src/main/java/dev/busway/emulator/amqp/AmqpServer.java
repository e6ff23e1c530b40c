package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.management.ManagementOperations;
import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.amqp.message.MessageEncoder;
import dev.busway.emulator.queue.QueueEngine;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Accepts connections and writes out, once per turn of the loop, what each of them has to say.
 *
 * <ol>
 *   <li>Everything here runs on the {@link EngineLoop}'s thread.
 *   <li>A connection that has output is in {@code unwritten}; as long as that is not empty one flush is scheduled.
 * </ol>
 */
public final class AmqpServer {

    private final EngineLoop loop;
    private final QueueEngine engine;
    private final WireSettings settings;
    private final Interference interference;

    private final MessageEncoder encoder = new MessageEncoder();
    private final ManagementOperations operations = new ManagementOperations(encoder);

    // Confined to the loop's thread.
    private final Set<AmqpConnection> connections = new LinkedHashSet<>();
    private List<AmqpConnection> unwritten = new ArrayList<>();
    private NetServer server;
    private boolean flushScheduled;

    public AmqpServer(EngineLoop loop, QueueEngine engine, WireSettings settings, Interference interference) {
        this.loop = loop;
        this.engine = engine;
        this.settings = settings;
        this.interference = interference;
    }

    /** Starts to accept connections; answers with the port. To be called on the loop's thread. */
    public Future<Integer> listen(String host, int port) {
        NetServerOptions options = new NetServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setAcceptBacklog(1024);
        server = loop.vertx().createNetServer(options);
        server.connectHandler(socket -> {
            // Without this the connection's limits would count from when the clock was last looked at.
            loop.enter();
            AmqpConnection connection = new AmqpConnection(socket, this);
            connections.add(connection);
            connection.start();
            loop.leave();
        });
        return server.listen().map(NetServer::actualPort);
    }

    /** Stops to accept and closes every connection with {@code amqp:connection:forced}. On the loop's thread. */
    public Future<Void> close() {
        for (AmqpConnection connection : List.copyOf(connections)) {
            connection.fail(Conditions.CONNECTION_FORCED, "The emulator is closing.");
        }
        flush();
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** The connections that are open now; on the loop's thread. */
    public List<AmqpConnection> connections() {
        return List.copyOf(connections);
    }

    EngineLoop loop() {
        return loop;
    }

    QueueEngine engine() {
        return engine;
    }

    MessageEncoder encoder() {
        return encoder;
    }

    ManagementOperations operations() {
        return operations;
    }

    WireSettings settings() {
        return settings;
    }

    Interference interference() {
        return interference;
    }

    void forget(AmqpConnection connection) {
        connections.remove(connection);
    }

    void flushLater(AmqpConnection connection) {
        unwritten.add(connection);
        if (!flushScheduled) {
            flushScheduled = true;
            loop.vertx().getOrCreateContext().runOnContext(ignored -> flush());
        }
    }

    private void flush() {
        flushScheduled = false;
        List<AmqpConnection> now = unwritten;
        unwritten = new ArrayList<>();
        for (AmqpConnection connection : now) {
            connection.flush();
        }
        loop.leave();
    }
}
