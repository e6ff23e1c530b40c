package dev.busway.servicebus;

import dev.busway.servicebus.receive.Pump;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** What an operator can do to one running app. Nothing here waits. */
public final class ServiceBusApps {

    private static final int MOST_CONCURRENT = 1000;

    private ServiceBusApps() {}

    /**
     * Closes the app's credit: it takes no more messages, finishes what it has and stays connected. Pausing twice is pausing
     * once.
     *
     * @return false when the context has no app of that name that receives from Service Bus
     */
    public static boolean pause(CamelContext context, String app) {
        return with(context, app, Pump::pause);
    }

    /**
     * Opens the credit of a paused or drained app again, whether an operator or consecutive failures had closed it.
     *
     * @return false when the context has no app of that name that receives from Service Bus
     */
    public static boolean resume(CamelContext context, String app) {
        return with(context, app, Pump::resume);
    }

    /**
     * Closes the app's credit and ends the waiting of messages in back-off: they are abandoned. The app is
     * {@link AppState#DRAINING} until nothing is in flight, then {@link AppState#PAUSED}.
     *
     * @return false when the context has no app of that name that receives from Service Bus
     */
    public static boolean drain(CamelContext context, String app) {
        return with(context, app, Pump::drainThenPause);
    }

    /** How many messages the app may have in work at the same time; empty when there is no such app. */
    public static OptionalInt concurrency(CamelContext context, String app) {
        return find(context, app).map(pump -> OptionalInt.of(pump.limit())).orElse(OptionalInt.empty());
    }

    /**
     * Changes how many messages the app may have in work at the same time, until it is started anew. What is in work goes on.
     *
     * @param messages 1 to 1,000
     * @return false when the context has no app of that name that receives from Service Bus
     */
    public static boolean concurrency(CamelContext context, String app, int messages) {
        if (messages < 1 || messages > MOST_CONCURRENT) {
            throw new IllegalArgumentException("concurrency must be 1 to " + MOST_CONCURRENT + ", not " + messages);
        }
        return with(context, app, pump -> pump.limit(messages));
    }

    private static boolean with(CamelContext context, String app, Consumer<Pump> action) {
        Optional<Pump> found = find(context, app);
        found.ifPresent(action);
        return found.isPresent();
    }

    private static Optional<Pump> find(CamelContext context, String app) {
        Objects.requireNonNull(app, "app");
        Route route = context.getRoute(app);
        return route != null && route.getConsumer() instanceof BuswayServiceBusConsumer consumer
                ? Optional.ofNullable(consumer.pump())
                : Optional.empty();
    }
}
