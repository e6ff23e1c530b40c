package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.handoff.RetryPace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Messages of an input without sessions, over one receive link that is opened again whenever it ends, for whatever reason
 * and however it says so.
 *
 * <ol>
 *   <li>The fields are touched only inside the pump's serial.
 *   <li>At most one link is open. What the broker was asked for on an earlier one will not come any more.
 *   <li>A link that ended is not reused: what came on it is settled over the management node.
 * </ol>
 */
final class QueueSource implements Source {

    private static final RetryPace PACE = new RetryPace(Duration.ofMillis(50), Duration.ofSeconds(5));
    private static final Duration STABLE = Duration.ofSeconds(5);

    /** A link that is asked for messages and brings none for this long, while there are some, may be dead. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final int MOST_DOUBLINGS = 7;

    private final Pump pump;
    private final Connection connection;
    private Receiving current;
    private boolean closed = true;
    private int failures;
    private int suspicions;

    QueueSource(Pump pump, Connection connection) {
        this.pump = pump;
        this.connection = connection;
    }

    @Override
    public void open() {
        closed = false;
        if (current == null) {
            connect();
        }
    }

    private void connect() {
        if (closed || current != null) {
            return;
        }
        int generation = connection.generation();
        Receiving receiving = new Receiving(connection.newReceiver(), generation);
        current = receiving;
        pump.watch().linkOpening(System.nanoTime());
        receiving.link.client().receiveMessages().subscribe(receiving);
        pump.demand();
    }

    @Override
    public void request(int messages) {
        if (current != null) {
            if (current.outstanding == 0) {
                current.silentSince = System.nanoTime();
            }
            current.outstanding += messages;
            current.request(messages);
        }
    }

    @Override
    public void quiesce() {
        // What the broker was asked for cannot be taken back without closing the link on messages that are on their
        // way.
    }

    @Override
    public int outstanding() {
        return current == null ? 0 : current.outstanding;
    }

    @Override
    public void ended(Delivery delivery) {
        // Nothing hangs on it.
    }

    @Override
    public void reconnect(String why) {
        if (current != null) {
            lost(current, why);
        }
    }

    @Override
    public void tick(long now) {
        // A link that has gone says so, or its silence shows when the watch looks at the queue.
    }

    /**
     * The broker may hold the message for somebody else, which a look does not tell. So each suspicion that brings no
     * message makes the next one wait twice as long.
     */
    @Override
    public void seen(ServiceBusReceivedMessage message) {
        if (current == null
                || current.outstanding == 0
                || message.getState() != ServiceBusMessageState.ACTIVE
                || System.nanoTime() - current.silentSince < SILENCE.toNanos() << suspicions) {
            return;
        }
        suspicions = Math.min(suspicions + 1, MOST_DOUBLINGS);
        lost(current, "there are messages, and none comes on the receive link");
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        if (current == null) {
            return CompletableFuture.completedFuture(null);
        }
        Receiving closing = current;
        current = null;
        closing.link.lost();
        return pump.offload(closing.link.client()::close);
    }

    private void lost(Receiving receiving, String why) {
        if (current != receiving) {
            return;
        }
        abandon(receiving);
        pump.watch().linkLost(why);
        pump.handoff().connectionLost();
        if (System.nanoTime() - receiving.opened > STABLE.toNanos()) {
            failures = 0;
        }
        pump.after(PACE.before(failures++), () -> pump.serially(this::connect));
    }

    /** It worked as long as it was there, so another one takes its place and nobody is told. */
    private void endedIdle(Receiving receiving) {
        if (current == receiving) {
            abandon(receiving);
            pump.after(PACE.before(0), () -> pump.serially(this::connect));
        }
    }

    private void abandon(Receiving receiving) {
        receiving.link.lost();
        var unused = pump.offload(receiving.link.client()::close);
        current = null;
    }

    /** One link's stream of messages. */
    private final class Receiving extends BaseSubscriber<ServiceBusReceivedMessage> {

        private final Link link;
        private final long opened = System.nanoTime();
        private int outstanding;
        private long silentSince = opened;

        Receiving(ServiceBusReceiverAsyncClient client, int generation) {
            this.link = new Link(client, generation);
        }

        /** Asks for nothing: the pump does. */
        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(ServiceBusReceivedMessage message) {
            pump.serially(() -> {
                outstanding--;
                failures = 0;
                suspicions = 0;
                silentSince = System.nanoTime();
                pump.received(link, message);
            });
        }

        @Override
        protected void hookOnError(Throwable error) {
            pump.serially(() -> {
                if (FailureKind.isIdle(error)) {
                    endedIdle(this);
                } else {
                    pump.watch().said(error);
                    lost(this, FailureKind.describe(error));
                }
            });
        }

        @Override
        protected void hookOnComplete() {
            pump.serially(() -> lost(this, "the receive link was closed"));
        }

        @Override
        protected void hookOnCancel() {
            pump.serially(() -> lost(this, "the receive link was cancelled"));
        }
    }
}
