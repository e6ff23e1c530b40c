package dev.busway.routes;

import dev.busway.servicebus.BuswayServiceBusComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;

/**
 * A Camel context in which routes are built and never started: nothing is received, sent, listened on or connected to.
 *
 * <p>Building is what finds a wrong option, class or expression. Processors named by {@code beanType} are constructed,
 * which is how Camel finds their methods.
 */
final class DryRun implements AutoCloseable {

    /** Never connected to; without any the component refuses to build an endpoint. */
    private static final String NOWHERE =
            "Endpoint=sb://nowhere.invalid;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Map<RouteFile, List<RouteDefinition>> loaded = new HashMap<>();

    private boolean withoutRoutes;

    /** @param surroundings adds the properties and beans that the routes may name */
    DryRun(Consumer<CamelContext> surroundings) {
        context.disableJMX();
        context.setAutoStartup(false);
        context.setSourceLocationEnabled(true);
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        surroundings.accept(context);
        // Added as a component, not as a bean, so that it wins over one among the beans of a running host.
        BuswayServiceBusComponent serviceBus = new BuswayServiceBusComponent();
        serviceBus.getConfiguration().setConnectionString(NOWHERE);
        context.addComponent(BuswayServiceBusComponent.SCHEME, serviceBus);
        context.setRouteFilter(route -> {
            RouteIds.assign(route);
            return !withoutRoutes;
        });
    }

    CamelContext context() {
        return context;
    }

    void load(RouteFile file) throws Exception {
        List<RouteDefinition> before = List.copyOf(context.getRouteDefinitions());
        PluginHelper.getRoutesLoader(context).loadRoutes(file.resource());
        List<RouteDefinition> made = new ArrayList<>(context.getRouteDefinitions());
        made.removeIf(route -> before.stream().anyMatch(known -> known == route));
        loaded.put(file, made);
    }

    /** Loads what other files may use of this one: all but its routes. */
    void loadShared(RouteFile file) throws Exception {
        withoutRoutes = true;
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(file.resource());
        } finally {
            withoutRoutes = false;
        }
    }

    /** What the loading of a file has added, routes made from templates among it. */
    List<RouteDefinition> routesOf(RouteFile file) {
        return loaded.getOrDefault(file, List.of());
    }

    /** How many routes and other definitions have been loaded. */
    int size() {
        return context.getRouteDefinitions().size()
                + context.getRouteConfigurationDefinitions().size()
                + context.getRouteTemplateDefinitions().size()
                + context.getRestDefinitions().size()
                + context.getRegistry().findByType(Object.class).size();
    }

    /** Builds what was loaded. */
    void build() {
        context.start();
    }

    @Override
    public void close() {
        context.stop();
    }
}
