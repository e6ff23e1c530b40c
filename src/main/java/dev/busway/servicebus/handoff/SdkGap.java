package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.implementation.DispositionStatus;
import com.azure.messaging.servicebus.models.CompleteOptions;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The three things that we need from the SDK and that it has, but keeps to itself. Each is looked up once; where a later SDK
 * has moved it we do without, which costs time but loses nothing.
 */
public final class SdkGap {

    private static final Logger LOG = LoggerFactory.getLogger(SdkGap.class);
    private static final VarHandle SETTLED = findSettled();
    private static final MethodHandle RELEASE = findRelease();
    private static final LinkSettlement LINK = findLink();

    private SdkGap() {}

    /**
     * Makes a message settleable again whose settlement was rolled back. The SDK marks a message as settled once the broker
     * has accepted the settlement into a transaction, and keeps refusing it when that transaction fails. Without this the
     * message would have to wait for the end of its lock.
     */
    public static void forgetSettlement(ServiceBusReceivedMessage message) {
        if (SETTLED != null) {
            SETTLED.setVolatile(message, false);
        }
    }

    /** Gives a message back without counting the delivery; empty when the SDK offers no way, so that it must be abandoned. */
    public static Optional<Mono<Void>> release(
            ServiceBusReceiverAsyncClient client, ServiceBusReceivedMessage message) {
        if (RELEASE == null) {
            return Optional.empty();
        }
        try {
            @SuppressWarnings("unchecked")
            Mono<Void> released = (Mono<Void>) RELEASE.invoke(client, message);
            return Optional.of(released);
        } catch (Throwable e) {
            return Optional.of(Mono.error(e));
        }
    }

    /**
     * Completes a message in a transaction, on the receive link on which it came and nowhere else. The SDK itself falls back
     * to the management node when the link has just gone, which Service Bus does not allow in a transaction.
     */
    public static Mono<Void> completeOnLink(
            ServiceBusReceiverAsyncClient client,
            ServiceBusReceivedMessage message,
            ServiceBusTransactionContext transaction) {
        if (LINK == null) {
            return client.complete(message, new CompleteOptions().setTransactionContext(transaction));
        }
        try {
            return LINK.complete(client, message, transaction);
        } catch (Throwable e) {
            return Mono.error(e);
        }
    }

    /** How to settle on a link, for messages of a queue and for those of a session. */
    private record LinkSettlement(
            VarHandle consumer, MethodHandle onConsumer, VarHandle session, MethodHandle onSession) {

        static LinkSettlement find() throws ReflectiveOperationException {
            String sdk = "com.azure.messaging.servicebus.";
            Class<?> consumer = Class.forName(sdk + "ServiceBusAsyncConsumer");
            Class<?> session = Class.forName(sdk + "IServiceBusSessionManager");
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(ServiceBusReceiverAsyncClient.class, MethodHandles.lookup());
            return new LinkSettlement(
                    lookup.findVarHandle(ServiceBusReceiverAsyncClient.class, "consumer", AtomicReference.class),
                    lookup.findVirtual(
                            consumer,
                            "updateDisposition",
                            MethodType.methodType(
                                    Mono.class,
                                    String.class,
                                    DispositionStatus.class,
                                    String.class,
                                    String.class,
                                    Map.class,
                                    ServiceBusTransactionContext.class)),
                    lookup.findVarHandle(ServiceBusReceiverAsyncClient.class, "sessionManager", session),
                    lookup.findVirtual(
                            session,
                            "updateDisposition",
                            MethodType.methodType(
                                    Mono.class,
                                    String.class,
                                    String.class,
                                    DispositionStatus.class,
                                    Map.class,
                                    String.class,
                                    String.class,
                                    ServiceBusTransactionContext.class)));
        }

        Mono<Void> complete(
                ServiceBusReceiverAsyncClient client,
                ServiceBusReceivedMessage message,
                ServiceBusTransactionContext transaction)
                throws Throwable {
            DispositionStatus completed = DispositionStatus.COMPLETED;
            Object manager = session.get(client);
            if (manager != null) {
                return ((Mono<?>) onSession.invoke(
                                manager,
                                message.getLockToken(),
                                message.getSessionId(),
                                completed,
                                null,
                                null,
                                null,
                                transaction))
                        .then();
            }
            Object link = ((AtomicReference<?>) consumer.get(client)).get();
            return link == null
                    ? Mono.error(new IllegalStateException("the receive link has gone"))
                    : ((Mono<?>) onConsumer.invoke(
                                    link, message.getLockToken(), completed, null, null, null, transaction))
                            .then();
        }
    }

    private static LinkSettlement findLink() {
        try {
            return LinkSettlement.find();
        } catch (ReflectiveOperationException e) {
            LOG.warn("This Azure SDK hides its receive links: a group whose link goes at the wrong moment is rolled"
                    + " back");
            return null;
        }
    }

    private static VarHandle findSettled() {
        try {
            return MethodHandles.privateLookupIn(ServiceBusReceivedMessage.class, MethodHandles.lookup())
                    .findVarHandle(ServiceBusReceivedMessage.class, "isSettled", boolean.class);
        } catch (ReflectiveOperationException e) {
            LOG.warn("This Azure SDK hides whether a message is settled: after a failed group its members wait for the"
                    + " end of their locks");
            return null;
        }
    }

    private static MethodHandle findRelease() {
        try {
            return MethodHandles.privateLookupIn(ServiceBusReceiverAsyncClient.class, MethodHandles.lookup())
                    .findVirtual(
                            ServiceBusReceiverAsyncClient.class,
                            "release",
                            MethodType.methodType(Mono.class, ServiceBusReceivedMessage.class));
        } catch (ReflectiveOperationException e) {
            LOG.warn("This Azure SDK cannot release a message: what a drain gives back counts a delivery");
            return null;
        }
    }
}
