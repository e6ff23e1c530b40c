package dev.busway.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * What a running context has made of each file: routes, those from templates among them, route configurations, templates
 * and beans. Not safe for use by several threads.
 */
final class LiveRoutes {

    private final CamelContext context;
    private final Model model;

    /** The routes of each file, by its location. */
    private final Map<String, List<RouteDefinition>> made = new HashMap<>();

    LiveRoutes(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Takes note of what runs from these files, which were loaded by somebody else. */
    void learn(List<RouteFile> files) {
        model.getRouteDefinitions().forEach(route -> owner(route, files)
                .ifPresent(file -> made.computeIfAbsent(file.location(), location -> new ArrayList<>())
                        .add(route)));
    }

    /** The file that a route was made from: a route from a template does not know it, but its id stands there. */
    static Optional<RouteFile> owner(RouteDefinition route, List<RouteFile> files) {
        Optional<RouteFile> known = files.stream()
                .filter(file -> isFrom(route.getResource(), file.location()))
                .findFirst();
        return known.or(() -> files.stream()
                .filter(file -> route.getRouteId() != null && file.text().contains(route.getRouteId()))
                .findFirst());
    }

    /** Drains and stops what runs from this file; returns the route ids. */
    List<String> remove(RouteFile file) throws Exception {
        List<String> ids = new ArrayList<>();
        for (RouteDefinition route : made.getOrDefault(file.location(), List.of())) {
            ids.add(route.getRouteId());
            // Waits for the messages in flight, as long as a stop of the whole host would.
            context.getRouteController().stopRoute(route.getRouteId());
            context.removeRoute(route.getRouteId());
            model.removeRouteDefinition(route);
        }
        made.remove(file.location());
        for (RouteConfigurationDefinition shared : List.copyOf(model.getRouteConfigurationDefinitions())) {
            if (isFrom(shared.getResource(), file.location())) {
                model.removeRouteConfiguration(shared);
            }
        }
        for (RouteTemplateDefinition template : List.copyOf(model.getRouteTemplateDefinitions())) {
            if (isFrom(template.getResource(), file.location())) {
                model.removeRouteTemplateDefinition(template);
            }
        }
        beans(file).forEach(context.getRegistry()::unbind);
        return ids;
    }

    /** Starts what is in this file; what ran from it before must have been removed. */
    List<String> add(RouteFile file) throws Exception {
        List<RouteDefinition> before = List.copyOf(model.getRouteDefinitions());
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(file.resource());
        } finally {
            List<RouteDefinition> now = new ArrayList<>(model.getRouteDefinitions());
            now.removeIf(route -> before.stream().anyMatch(known -> known == route));
            made.put(file.location(), now);
        }
        return made.get(file.location()).stream()
                .map(RouteDefinition::getRouteId)
                .toList();
    }

    private static boolean isFrom(Resource resource, String location) {
        return resource != null && location.equals(resource.getLocation());
    }

    private static List<String> beans(RouteFile file) {
        return Outline.of(file)
                .map(outline -> outline.beans().stream().map(Outline.Bean::name).toList())
                .orElse(List.of());
    }
}
