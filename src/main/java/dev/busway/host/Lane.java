package dev.busway.host;

import java.util.List;

/**
 * The queues of one app, as they are configured; for what goes on in them ask the component's report.
 *
 * @param app the route id
 * @param input the queue that it receives from
 * @param outputs the queues that it sends to
 */
public record Lane(String app, String input, List<String> outputs) {
    public Lane {
        outputs = List.copyOf(outputs);
    }
}
