package dev.busway.servicebus.failure;

import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.support.LoggerHelper;

/** A step of a route as a person finds it: id, route, file and line. */
final class RouteStep {

    private final NamedNode node;

    RouteStep(NamedNode node) {
        this.node = node;
    }

    /** Such as {@code step bean1 of route orders, orders.camel.yaml:17}; without a file where the route has none. */
    @Override
    public String toString() {
        String place = LoggerHelper.getLineNumberLoggerName(node);
        return "step " + name() + route() + (place == null ? "" : ", " + place);
    }

    private String name() {
        return node.getId() == null ? node.getShortName() : node.getId();
    }

    private String route() {
        for (NamedNode each = node; each != null; each = each.getParent()) {
            if (each instanceof NamedRoute route) {
                return " of route " + route.getRouteId();
            }
        }
        return "";
    }
}
