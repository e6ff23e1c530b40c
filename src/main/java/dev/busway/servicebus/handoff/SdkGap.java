package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The two things that we need from the SDK and that it has, but keeps to itself. Each is looked up once; where a later SDK
 * has moved it we do without, which costs time but loses nothing.
 */
public final class SdkGap {

    private static final Logger LOG = LoggerFactory.getLogger(SdkGap.class);
    private static final VarHandle SETTLED = findSettled();
    private static final MethodHandle RELEASE = findRelease();

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

    private static VarHandle findSettled() {
        try {
            return MethodHandles.privateLookupIn(ServiceBusReceivedMessage.class, MethodHandles.lookup())
                    .findVarHandle(ServiceBusReceivedMessage.class, "isSettled", boolean.class);
        } catch (ReflectiveOperationException e) {
            LOG.warn(
                    "This Azure SDK hides whether a message is settled: after a failed group its members wait for the end "
                            + "of their locks");
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
