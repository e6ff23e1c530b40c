package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.busway.servicebus.connection.Target;
import java.util.Objects;

/** One message on its way to one queue or topic. */
public record Output(Target target, ServiceBusMessage message) {

    /** What all messages of one batch must have in common on a partitioned or session queue. */
    Lane lane() {
        String key = message.getSessionId() == null ? message.getPartitionKey() : message.getSessionId();
        return new Lane(target, key == null ? "" : key);
    }

    /** A target and the session id or partition key there. */
    record Lane(Target target, String key) {
        Lane {
            Objects.requireNonNull(key, "key");
        }
    }
}
