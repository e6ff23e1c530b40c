package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;

/** The routes of a running context, file by file. Not safe for use by several threads. */
final class LiveRoutes {

    private final CamelContext context;
    private final Model model;

    LiveRoutes(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Drains and stops what runs from this file; returns the route ids. */
    List<String> remove(String location) throws Exception {
        List<String> ids = new ArrayList<>();
        for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
            if (route.getResource() != null
                    && location.equals(route.getResource().getLocation())) {
                ids.add(route.getRouteId());
                // Waits for the messages in flight, as long as a stop of the whole host would.
                context.getRouteController().stopRoute(route.getRouteId());
                context.removeRoute(route.getRouteId());
                model.removeRouteDefinition(route);
            }
        }
        for (RouteConfigurationDefinition shared : List.copyOf(model.getRouteConfigurationDefinitions())) {
            if (shared.getResource() != null
                    && location.equals(shared.getResource().getLocation())) {
                model.removeRouteConfiguration(shared);
            }
        }
        return ids;
    }

    /** Starts what is in this file; the routes that ran from it before must have been removed. */
    List<String> add(RouteFile file) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(file.resource());
        return model.getRouteDefinitions().stream()
                .filter(route -> route.getResource() != null
                        && file.location().equals(route.getResource().getLocation()))
                .map(RouteDefinition::getRouteId)
                .toList();
    }
}
