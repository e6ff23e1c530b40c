package dev.busway.servicebus;

import dev.busway.servicebus.connection.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.processor.RecipientList;
import org.apache.camel.processor.RoutingSlip;
import org.apache.camel.processor.SendDynamicProcessor;

/** Finds the Service Bus endpoints that a route sends to, as far as they stand in the route and are not computed. */
final class RouteOutputs {

    private RouteOutputs() {}

    static List<BuswayServiceBusEndpoint> of(Route route) {
        Set<BuswayServiceBusEndpoint> found = new LinkedHashSet<>();
        walk(route.navigate(), found);
        return new ArrayList<>(found);
    }

    /** All targets that a route sends to; empty when it has a step that computes one, so that there may be others. */
    static Set<Target> targets(Route route) {
        if (computes(route.navigate())) {
            return Set.of();
        }
        Set<Target> targets = new LinkedHashSet<>();
        for (BuswayServiceBusEndpoint each : of(route)) {
            targets.add(Target.of(each.getConfiguration()));
        }
        return targets;
    }

    private static boolean computes(Navigate<Processor> step) {
        if (step == null || !step.hasNext()) {
            return false;
        }
        for (Processor next : step.next()) {
            if (next instanceof SendDynamicProcessor || next instanceof RecipientList || next instanceof RoutingSlip) {
                return true;
            }
            if (next instanceof Navigate<?>) {
                @SuppressWarnings("unchecked")
                Navigate<Processor> further = (Navigate<Processor>) next;
                if (computes(further)) {
                    return true;
                }
            }
        }
        return false;
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
