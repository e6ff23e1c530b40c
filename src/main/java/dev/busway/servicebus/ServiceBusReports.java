package dev.busway.servicebus;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Reads what every app of a Camel context says of itself; cheap enough to be asked on each health check. */
public final class ServiceBusReports {

    private ServiceBusReports() {}

    /**
     * One report per route that receives through our consumer, in the order of the routes. May be called from any
     * thread at any time, waits for nothing and connects to nothing.
     */
    public static List<AppReport> of(CamelContext context) {
        Objects.requireNonNull(context, "context");
        List<AppReport> reports = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            if (route.getConsumer() instanceof BuswayServiceBusConsumer consumer) {
                reports.add(consumer.report());
            }
        }
        return reports;
    }
}
