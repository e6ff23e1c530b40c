package dev.busway.host;

import dev.busway.routes.RouteLoading;
import dev.busway.servicebus.BuswayServiceBusComponent;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * The apps that are hosted: the routes that receive from Service Bus, as far as they were asked for. Other routes of the
 * same files, such as a {@code direct:} helper or a timer, are always there.
 *
 * @param names the route ids, sorted
 * @param place where their files are, as a person would name it
 * @param folder the folder of their files; empty for those inside the jar
 */
public record Apps(List<String> names, String place, Optional<Path> folder) {

    public Apps {
        names = List.copyOf(names);
    }

    /** Loads the files into a context that has not started yet. */
    static Apps load(CamelContext context, RouteFiles files, AppSelection selection) throws Exception {
        Set<String> found = new TreeSet<>();
        Set<String> taken = new TreeSet<>();
        RouteLoading.load(context, files.locations(), route -> {
            if (!isApp(route)) {
                return true;
            }
            found.add(route.getRouteId());
            if (selection.takes(route.getRouteId())) {
                taken.add(route.getRouteId());
            }
            return taken.contains(route.getRouteId());
        });
        check(files, selection, found, taken);
        return new Apps(List.copyOf(taken), files.place(), files.folder());
    }

    private static boolean isApp(RouteDefinition route) {
        return route.getInput() != null
                && route.getInput().getEndpointUri().startsWith(BuswayServiceBusComponent.SCHEME + ":");
    }

    private static void check(RouteFiles files, AppSelection selection, Set<String> found, Set<String> taken) {
        Set<String> unknown = new TreeSet<>(selection.named());
        unknown.removeAll(found);
        String known = found.isEmpty() ? "there is none" : "there are " + String.join(", ", found);
        if (!unknown.isEmpty()) {
            throw new ConfigurationException("No app named " + String.join(", ", unknown) + " in " + files.place()
                    + " (" + Settings.APPS + "); " + known + ".");
        }
        if (taken.isEmpty()) {
            throw new ConfigurationException("No app to host: no route in " + files.place() + " receives from "
                    + BuswayServiceBusComponent.SCHEME + ".");
        }
    }
}
