package dev.busway.deadletter;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.busway.message.MessageReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Dead letters that are under our lock only because they lie in front of chosen ones; used by one thread.
 *
 * <p>They go back by AMQP's {@code released}, which leaves their delivery count alone. The Azure SDK has it, but not in public;
 * should it go from there, abandon takes its place and the delivery counts of those letters rise, which no dead-letter queue acts
 * upon.
 */
final class HeldLetters {

    static final int MAX_LETTERS = 5_000;
    static final long MAX_BODY_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(HeldLetters.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 64;
    private static final MethodHandle RELEASE = release();

    private final ServiceBusReceiverAsyncClient receiver;
    private final List<ServiceBusReceivedMessage> letters = new ArrayList<>();
    private long bodyBytes;

    HeldLetters(ServiceBusReceiverAsyncClient receiver) {
        this.receiver = receiver;
    }

    boolean isEmpty() {
        return letters.isEmpty();
    }

    boolean isFull() {
        return letters.size() >= MAX_LETTERS || bodyBytes >= MAX_BODY_BYTES;
    }

    void add(ServiceBusReceivedMessage letter) {
        letters.add(letter);
        bodyBytes += MessageReader.bodyBytes(letter);
    }

    /** Gives all back and waits for the answers; what cannot be given back comes free when its lock ends. */
    void giveBack() {
        List<ServiceBusReceivedMessage> all = List.copyOf(letters);
        letters.clear();
        bodyBytes = 0;
        Flux.fromIterable(all)
                .flatMap(letter -> giveBack(letter).onErrorResume(this::leaveToItsLock), AT_ONCE)
                .then()
                .onErrorResume(this::leaveToItsLock)
                .block(PATIENCE);
    }

    @SuppressWarnings("unchecked")
    private Mono<Void> giveBack(ServiceBusReceivedMessage letter) {
        if (RELEASE == null) {
            return receiver.abandon(letter);
        }
        try {
            return (Mono<Void>) RELEASE.invoke(receiver, letter);
        } catch (Throwable refused) {
            return Mono.error(refused);
        }
    }

    private Mono<Void> leaveToItsLock(Throwable refused) {
        LOG.debug("A dead letter could not be given back and stays locked until its lock ends", refused);
        return Mono.empty();
    }

    private static MethodHandle release() {
        try {
            Method method =
                    ServiceBusReceiverAsyncClient.class.getDeclaredMethod("release", ServiceBusReceivedMessage.class);
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException | RuntimeException absent) {
            LOG.info("This Azure SDK has no release; letters that are passed over have their delivery count raised");
            return null;
        }
    }
}
