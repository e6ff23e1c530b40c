package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.queue.Time;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.codec.DecodeException;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.engine.TransportException;
import org.apache.qpid.proton.engine.impl.TransportInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket and the AMQP engine behind it: bytes in, events to {@link LinkHandler}s, bytes out.
 *
 * <ol>
 *   <li>Everything here runs on the {@link EngineLoop}'s thread.
 *   <li>Nothing is written but by {@link #flush}; whoever gives the transport something to say calls {@link #wake}.
 *   <li>A client that does not read is not read from, is given no more messages, and is cut when what waits for it
 *       grows all the same: memory per connection is bounded.
 * </ol>
 */
public final class AmqpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpConnection.class);

    private final NetSocket socket;
    private final AmqpServer server;
    private final Transport transport;
    private final InboundFrames frames = new InboundFrames();
    private final Unfinished unfinished;
    private final Connection connection = Proton.connection();
    private final Collector collector = Proton.collector();
    private final LinkRegistry links;
    private final DelayLine inbound;
    private final DelayLine outbound;
    private final Set<LinkHandler> waitingForRoom = new LinkedHashSet<>();

    // Confined to the loop's thread.
    private boolean flushRequested;
    private boolean closed;
    /** Whether nothing that still comes is looked at. */
    private boolean deaf;

    private boolean sessionBegun;
    private long unreadByClient;
    private long heartbeat = -1;
    private Time.Alarm stalled;

    AmqpConnection(NetSocket socket, AmqpServer server) {
        this.socket = socket;
        this.server = server;
        this.transport = new GuardedTransport(server.settings());
        this.unfinished =
                new Unfinished(server.engine().memory(), server.settings().maxUnfinished());
        this.links = new LinkRegistry(this, server);
        this.inbound = new DelayLine(server.loop().time());
        this.outbound = new DelayLine(server.loop().time());
    }

    void start() {
        transport.setMaxFrameSize(WireSettings.MAX_FRAME_SIZE);
        transport.setChannelMax(WireSettings.CHANNEL_MAX);
        transport.setEmitFlowEventOnSend(false);
        // The output is copied at once, straight from its array.
        ((TransportInternal) transport).setUseReadOnlyOutputBuffer(false);
        SaslLayer.offer(transport, links::expectToken);
        connection.setContainer("busway-emulator");
        connection.collect(collector);
        transport.bind(connection);
        socket.handler(data -> {
            server.loop().enter();
            inbound.pass(server.interference().inboundLatency(), () -> receive(data));
            server.loop().leave();
        });
        socket.exceptionHandler(failure -> LOG.debug("Connection {}: {}", this, failure.toString()));
        socket.closeHandler(ignored -> gone());
        socket.drainHandler(ignored -> room());
        links.connected();
    }

    /** Cuts the socket without a word, as a broken network does. */
    public void cut() {
        gone();
        // Not socket.close(): that first waits until the client has read what was written.
        ((NetSocketInternal) socket)
                .channelHandlerContext()
                .channel()
                .close()
                .addListener(done -> LOG.debug("Connection {} is cut", this));
    }

    /** Closes the connection with an AMQP error. */
    void fail(Symbol condition, String description) {
        if (closed || connection.getLocalState() == EndpointState.CLOSED) {
            return;
        }
        connection.open();
        connection.setCondition(Conditions.error(condition, description));
        connection.close();
        wake();
        // A peer that does not answer the close, or never said a word, must not keep its socket.
        server.loop().vertx().setTimer(WireSettings.CLOSE_UNANSWERED.toMillis(), ignored -> cut());
    }

    /** Detaches the links of an entity with an error; returns how many there were. */
    public int detach(String entity, Symbol condition, String description) {
        return links.detach(link -> link.isAbout(entity), condition, description);
    }

    /** Detaches the links of an entity and of all that belongs to it; returns how many there were. */
    public int detachAll(String entity, Symbol condition, String description) {
        return links.detach(link -> link.isWithin(entity), condition, description);
    }

    /** Detaches the links on which clients send to an entity; returns how many there were. */
    public int detachSenders(String entity, Symbol condition, String description) {
        return links.detach(link -> link.isTo(entity) && link.link instanceof Receiver, condition, description);
    }

    /** Detaches the control links with an error; returns how many there were. */
    public int detachControlLinks(Symbol condition, String description) {
        return links.detach(AttachedLink::isControlLink, condition, description);
    }

    /** Has the links to an entity go dead without a word, but not those to its management node; returns how many. */
    public int silence(String entity) {
        return links.silence(link -> link.isTo(entity));
    }

    Unfinished unfinished() {
        return unfinished;
    }

    LinkRegistry links() {
        return links;
    }

    /** Has the output written at the end of this turn of the loop. */
    void wake() {
        if (!flushRequested && !closed) {
            flushRequested = true;
            server.flushLater(this);
        }
    }

    /** Whether so much waits to be written that no more messages should be added; if so, {@code onRoom} follows. */
    boolean isFull(LinkHandler asking, Link link) {
        if (unreadByClient > WireSettings.MUCH_OUTPUT
                || socket.writeQueueFull()
                || link.getSession().getOutgoingBytes() > WireSettings.ENOUGH_OUTPUT) {
            waitingForRoom.add(asking);
            return true;
        }
        return false;
    }

    void noLongerWaits(LinkHandler handler) {
        waitingForRoom.remove(handler);
    }

    private void receive(Buffer data) {
        if (deaf) {
            return;
        }
        try {
            frames.add(data.getBytes(), this::process);
        } catch (ForeignProtocol e) {
            LOG.warn("Connection {} is closed: {}", this, e.getMessage());
            deaf = true;
            socket.write(Buffer.buffer(e.answer())).onComplete(written -> socket.close());
        } catch (ProtocolViolation e) {
            LOG.warn("Connection {} is closed: {}", this, e.getMessage());
            end(e.condition(), e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("Connection {} is closed: {}", this, PeerText.shown(e));
            LOG.debug("Connection {} failed", this, e);
            end(
                    e instanceof DecodeException || e instanceof TransportException
                            ? Conditions.DECODE_ERROR
                            : Conditions.INTERNAL_ERROR,
                    "The emulator cannot read what came on this connection; its log says more.");
        }
        wake();
    }

    private void process(byte[] bytes, int from, int to) {
        int read = from;
        while (read < to && !closed && transport.capacity() > 0) {
            ByteBuffer tail = transport.tail();
            int length = Math.min(to - read, tail.remaining());
            tail.put(bytes, read, length);
            read += length;
            transport.process();
            handleEvents();
            if (sessionBegun) {
                // Its window opens with our answer; a peer may have sent transfers behind its begin already.
                sessionBegun = false;
                writeAll();
            }
        }
    }

    /** Ends this connection alone, for a fault of the peer that the AMQP engine does not survive, or a bug of ours. */
    private void end(Symbol condition, String description) {
        deaf = true;
        try {
            fail(condition, description);
            writeAll();
        } catch (RuntimeException e) {
            LOG.debug("Connection {} could not be closed in order", this, e);
        }
        socket.close();
    }

    private void handleEvents() {
        Event event;
        while (!closed && (event = collector.peek()) != null) {
            handle(event);
            collector.pop();
        }
    }

    private void handle(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> {
                connection.open();
                startHeartbeat();
            }
            case CONNECTION_REMOTE_CLOSE -> connection.close();
            case SESSION_REMOTE_OPEN -> {
                event.getSession().open();
                sessionBegun = true;
            }
            case SESSION_REMOTE_CLOSE -> {
                links.sessionGone(event.getSession());
                event.getSession().close();
                event.getSession().free();
            }
            case LINK_REMOTE_OPEN -> links.attach(event.getLink());
            case LINK_REMOTE_DETACH, LINK_REMOTE_CLOSE -> links.remoteDetach(event.getLink());
            case LINK_FLOW -> links.flow(event.getLink());
            case DELIVERY -> links.delivery(event.getDelivery());
            case TRANSPORT_ERROR -> LOG.debug("Connection {}: {}", this, PeerText.shown(transport.getCondition()));
            default -> {}
        }
    }

    /** Writes what the transport has to say; never throws, so that the others are written too. */
    void flush() {
        flushRequested = false;
        if (closed) {
            return;
        }
        try {
            writeAll();
        } catch (RuntimeException e) {
            LOG.warn("Connection {} is cut: {}", this, e.toString(), e);
            cut();
        }
    }

    /** All of it in one buffer. */
    private void writeAll() {
        Buffer buffer = drainTransport();
        if (buffer.length() > 0) {
            unreadByClient += buffer.length();
            outbound.pass(server.interference().outboundLatency(), () -> write(buffer));
        }
        if (transport.pending() < 0) {
            outbound.pass(server.interference().outboundLatency(), socket::close);
        } else if (unreadByClient > WireSettings.TOO_MUCH_OUTPUT) {
            LOG.warn("Connection {} is cut: its client leaves {} bytes unread", this, unreadByClient);
            cut();
        } else if (!socket.writeQueueFull() && unreadByClient <= WireSettings.MUCH_OUTPUT) {
            room();
        }
    }

    private Buffer drainTransport() {
        Buffer buffer = Buffer.buffer();
        int pending;
        while ((pending = transport.pending()) > 0) {
            ByteBuffer head = transport.head();
            buffer.appendBytes(head.array(), head.arrayOffset() + head.position(), pending);
            transport.pop(pending);
        }
        return buffer;
    }

    private void write(Buffer buffer) {
        if (closed) {
            return;
        }
        socket.write(buffer).onComplete(ignored -> written(buffer.length()));
        if (socket.writeQueueFull() && stalled == null) {
            socket.pause();
            Time time = server.loop().time();
            stalled = time.at(time.now() + WireSettings.CLIENT_STALLED.toMillis(), () -> {
                LOG.warn("Connection {} is cut: its client reads nothing", this);
                cut();
            });
        }
    }

    private void written(int bytes) {
        boolean wasMuch = unreadByClient > WireSettings.MUCH_OUTPUT;
        unreadByClient -= bytes;
        if (wasMuch && unreadByClient <= WireSettings.MUCH_OUTPUT && !closed) {
            room();
        }
    }

    private void endStall() {
        if (stalled != null) {
            stalled.cancel();
            stalled = null;
            socket.resume();
        }
    }

    private void room() {
        endStall();
        if (!waitingForRoom.isEmpty()) {
            Set<LinkHandler> waiting = new LinkedHashSet<>(waitingForRoom);
            waitingForRoom.clear();
            waiting.forEach(LinkHandler::onRoom);
        }
    }

    /** Keeps the client's promised silence limit by empty frames; sockets live in real time, not on the engine's clock. */
    private void startHeartbeat() {
        int remote = transport.getRemoteIdleTimeout();
        if (remote > 0) {
            heartbeat = server.loop().vertx().setPeriodic(Math.max(100, remote / 4), ignored -> {
                transport.tick(System.nanoTime() / 1_000_000);
                wake();
            });
        }
    }

    private void gone() {
        if (closed) {
            return;
        }
        closed = true;
        server.loop().vertx().cancelTimer(heartbeat);
        waitingForRoom.clear();
        endStall();
        inbound.close();
        outbound.close();
        server.loop().enter();
        links.gone();
        server.forget(this);
        server.loop().leave();
    }

    @Override
    public String toString() {
        return PeerText.shown(connection.getRemoteContainer()) + "@" + socket.remoteAddress();
    }
}
