package dev.busway.routes;

import org.apache.camel.model.RouteDefinition;

/**
 * Gives a route without an id that of its file: {@code orders.camel.yaml} holds the app {@code orders}. Camel would count
 * instead, so that an app would be called otherwise after each edit.
 */
public final class RouteIds {

    private RouteIds() {}

    /** To be called for each route before it is added to its context. */
    public static void assign(RouteDefinition route) {
        if (route.getRouteId() == null && route.getResource() != null) {
            route.setId(ofFile(route.getResource().getLocation()));
        }
    }

    /** The id that a route of this file has where it does not name one. */
    static String ofFile(String location) {
        String name = location.substring(
                Math.max(location.lastIndexOf('/'), Math.max(location.lastIndexOf('\\'), location.indexOf(':'))) + 1);
        return name.endsWith(RoutesFolder.SUFFIX)
                ? name.substring(0, name.length() - RoutesFolder.SUFFIX.length())
                : name;
    }
}
