package dev.busway.servicebus;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;

/** Finds the Service Bus endpoints that a route sends to, as far as they stand in the route and are not computed. */
final class RouteOutputs {

    private RouteOutputs() {}

    static List<BuswayServiceBusEndpoint> of(Route route) {
        Set<BuswayServiceBusEndpoint> found = new LinkedHashSet<>();
        walk(route.navigate(), found);
        return new ArrayList<>(found);
    }

    private static void walk(Navigate<Processor> step, Set<BuswayServiceBusEndpoint> found) {
        if (step == null || !step.hasNext()) {
            return;
        }
        for (Processor next : step.next()) {
            if (next instanceof EndpointAware aware
                    && aware.getEndpoint() instanceof BuswayServiceBusEndpoint endpoint) {
                found.add(endpoint);
            }
            if (next instanceof Navigate<?>) {
                @SuppressWarnings("unchecked")
                Navigate<Processor> further = (Navigate<Processor>) next;
                walk(further, found);
            }
        }
    }
}
