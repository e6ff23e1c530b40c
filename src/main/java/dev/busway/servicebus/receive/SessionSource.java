package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSessionReceiverAsyncClient;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.handoff.RetryPace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;

/**
 * Messages of an input with message sessions: as many sessions at a time as messages may be in work, and one message at a
 * time from each, so that its order is kept.
 *
 * <ol>
 *   <li>The fields are touched only inside the pump's serial.
 *   <li>A session has at most one message asked for or in work.
 *   <li>At most one session is being accepted, and only while a message more may come.
 *   <li>A session that has brought nothing for the idle time is let go, so that another one has its turn.
 *   <li>When a session's link has gone its lock has gone, so what came on it is not settled any more.
 * </ol>
 */
final class SessionSource implements Source {

    private static final RetryPace PACE = new RetryPace(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final String NONE_AVAILABLE = "com.microsoft:timeout";

    private final Pump pump;
    private final Connection connection;
    private final Duration idle;
    private final List<Session> sessions = new ArrayList<>();
    private ServiceBusSessionReceiverAsyncClient acceptor;
    private int generation;
    private Disposable accepting;
    private boolean resting;
    private int permits;
    private int failures;

    /** {@code idle} is for how long a session may bring nothing before it is let go. */
    SessionSource(Pump pump, Connection connection, Duration idle) {
        this.pump = pump;
        this.connection = connection;
        this.idle = idle;
    }

    @Override
    public void open() {
        if (acceptor == null) {
            generation = connection.generation();
            acceptor = connection.newSessionReceiver();
            pump.watch().linkOpening(System.nanoTime());
        }
    }

    @Override
    public void request(int messages) {
        permits += messages;
        distribute();
    }

    private void distribute() {
        for (Session session : sessions) {
            if (permits > 0 && session.isFree()) {
                permits--;
                session.ask();
            }
        }
        if (permits > 0 && acceptor != null && accepting == null && !resting && sessions.size() < pump.limit()) {
            accepting = acceptor.acceptNextSession()
                    .subscribe(
                            client -> pump.serially(() -> accepted(client)),
                            error -> pump.serially(() -> notAccepted(error)));
        }
    }

    private void accepted(ServiceBusReceiverAsyncClient client) {
        accepting = null;
        failures = 0;
        if (acceptor == null) {
            var unused = pump.offload(client::close);
            return;
        }
        pump.watch().messageArrived(System.nanoTime());
        Session session = new Session(client);
        sessions.add(session);
        client.receiveMessages().subscribe(session);
        distribute();
    }

    private void notAccepted(Throwable error) {
        accepting = null;
        if (acceptor == null) {
            return;
        }
        if (isNoneAvailable(error)) {
            pump.watch().sign(System.nanoTime());
            distribute();
            return;
        }
        pump.watch().said(error);
        pump.watch().linkLost(FailureKind.describe(error));
        pump.handoff().connectionLost();
        resting = true;
        pump.after(
                PACE.before(failures++),
                () -> pump.serially(() -> {
                    resting = false;
                    pump.watch().linkOpening(System.nanoTime());
                    distribute();
                }));
    }

    private static boolean isNoneAvailable(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof TimeoutException
                    || String.valueOf(each.getMessage()).contains(NONE_AVAILABLE)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void quiesce() {
        permits = 0;
    }

    @Override
    public int outstanding() {
        int asked = permits;
        for (Session session : sessions) {
            asked += session.asked ? 1 : 0;
        }
        return asked;
    }

    @Override
    public void ended(Delivery delivery) {
        for (Session session : sessions) {
            if (session.delivery == delivery) {
                session.delivery = null;
                session.lastActive = System.nanoTime();
            }
        }
        // Also while another session is waited for: this one may have its next message, and permits are left for it.
        distribute();
    }

    @Override
    public void reconnect(String why) {
        if (acceptor != null) {
            pump.watch().linkLost(why);
            int before = permits;
            var unused = close();
            open();
            permits = before;
            distribute();
        }
    }

    @Override
    public void tick(long now) {
        for (Session session : List.copyOf(sessions)) {
            if (session.delivery == null && now - session.lastActive >= idle.toNanos()) {
                var unused = letGo(session);
            }
        }
        pump.demand();
    }

    private CompletableFuture<Void> letGo(Session session) {
        sessions.remove(session);
        session.link.lost();
        if (session.delivery != null) {
            session.delivery.lock().lose();
            session.delivery.giveUp();
        }
        return pump.offload(session.link.client()::close);
    }

    private void ended(Session session) {
        if (sessions.contains(session)) {
            var unused = letGo(session);
            pump.demand();
        }
    }

    @Override
    public CompletableFuture<Void> close() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        permits = 0;
        if (accepting != null) {
            accepting.dispose();
            accepting = null;
        }
        for (Session session : List.copyOf(sessions)) {
            closing.add(letGo(session));
        }
        if (acceptor != null) {
            closing.add(pump.offload(acceptor::close));
            acceptor = null;
        }
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    /** One message session that we hold. */
    private final class Session extends BaseSubscriber<ServiceBusReceivedMessage> {

        private final Link link;
        private boolean asked;
        private Delivery delivery;
        private long lastActive = System.nanoTime();

        Session(ServiceBusReceiverAsyncClient client) {
            this.link = new Link(client, generation);
        }

        boolean isFree() {
            return !asked && delivery == null;
        }

        void ask() {
            asked = true;
            request(1);
        }

        /** Asks for nothing: the source does. */
        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(ServiceBusReceivedMessage message) {
            pump.serially(() -> {
                asked = false;
                lastActive = System.nanoTime();
                delivery = pump.received(link, message);
            });
        }

        @Override
        protected void hookOnError(Throwable error) {
            pump.serially(() -> ended(this));
        }

        @Override
        protected void hookOnComplete() {
            pump.serially(() -> ended(this));
        }
    }
}
