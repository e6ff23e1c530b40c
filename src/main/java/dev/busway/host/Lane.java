package dev.busway.host;

import dev.busway.address.Address;
import java.util.List;

/**
 * The queues of one app, as they are configured; for what goes on in them ask the component's report.
 *
 * @param app the route id
 * @param input the queue that it receives from, or {@code topic/Subscriptions/subscription}
 * @param outputs the queues that it sends to
 */
public record Lane(String app, String input, List<String> outputs) {
    public Lane {
        outputs = List.copyOf(outputs);
    }

    /** What messages for this app are sent to: the input queue, or the topic that the input is a subscription of. */
    public String entrance() {
        return Address.of(input).entity().name();
    }
}
