package dev.busway.deadletter;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Takes from a receiver exactly as many messages as were asked for, and hands them to one thread. */
final class Inbox extends BaseSubscriber<ServiceBusReceivedMessage> {

    private final BlockingQueue<ServiceBusReceivedMessage> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger received = new AtomicInteger();
    private final int firstDemand;
    private volatile Throwable failure;

    // Used by the one thread that takes.
    private int asked;

    Inbox(int firstDemand) {
        this.firstDemand = firstDemand;
        this.asked = firstDemand;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(firstDemand);
    }

    @Override
    protected void hookOnNext(ServiceBusReceivedMessage message) {
        received.incrementAndGet();
        arrived.add(message);
    }

    @Override
    protected void hookOnError(Throwable cause) {
        failure = cause;
    }

    /** Asks for one more unless that would be more than the most in all. */
    void requestUpTo(int most) {
        if (asked < most) {
            asked++;
            request(1);
        }
    }

    /** Whether something that was asked for has not come yet, and still may. */
    boolean isOwed() {
        return received.get() < asked;
    }

    /** The next message; empty when none has come for the given time. */
    Optional<ServiceBusReceivedMessage> next(Duration patience) throws InterruptedException {
        ServiceBusReceivedMessage message = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null && failure != null) {
            throw new DeadLetterException(
                    "cannot receive from the dead-letter queue: " + failure.getMessage(), failure);
        }
        return Optional.ofNullable(message);
    }
}
