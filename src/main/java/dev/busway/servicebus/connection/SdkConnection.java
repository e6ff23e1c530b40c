package dev.busway.servicebus.connection;

import com.azure.core.amqp.AmqpConnection;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The AMQP connection under a client, which the SDK keeps to itself. Without it the loss of a connection shows only in what
 * fails next, and on a receive link after a fixed second; some calls on a lost connection never end.
 */
final class SdkConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SdkConnection.class);
    private static final VarHandle CONNECTION = find();

    private SdkConnection() {}

    /** Completes when the connection that a client has now, or opens now, is gone; never where the SDK hides it. */
    static Mono<Void> loss(ServiceBusReceiverAsyncClient client) {
        if (CONNECTION == null) {
            return Mono.never();
        }
        return ((Mono<?>) CONNECTION.get(client))
                .cast(AmqpConnection.class)
                .flatMap(connection -> connection.getShutdownSignals().next())
                .then();
    }

    private static VarHandle find() {
        try {
            return MethodHandles.privateLookupIn(ServiceBusReceiverAsyncClient.class, MethodHandles.lookup())
                    .findVarHandle(ServiceBusReceiverAsyncClient.class, "connectionProcessor", Mono.class);
        } catch (ReflectiveOperationException e) {
            LOG.warn("This Azure SDK hides its connection: what a lost one has left unanswered is given up later");
            return null;
        }
    }
}
