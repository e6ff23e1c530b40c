package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** Loads the route files of a host, after the same rules that {@code validate} and live edits know. */
public final class RouteLoading {

    private final List<RouteFile> files;

    private RouteLoading(List<RouteFile> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Loads files into a context that has not started.
     *
     * @param locations of files, or of resources on the class path
     * @param chosen whether a route is to be hosted; each has an id by then
     * @throws RefusedRoutesException when a rule is broken; the context is of no more use
     */
    public static RouteLoading load(CamelContext context, List<String> locations, Predicate<RouteDefinition> chosen)
            throws Exception {
        List<RouteFile> files = read(locations, context);
        refuse(FolderRules.checkWritten(files));
        context.getCamelContextExtension().getContextPlugin(Model.class).setRouteFilter(route -> {
            RouteIds.assign(route);
            return chosen.test(route);
        });
        List<Resource> resources = files.stream().map(RouteFile::resource).toList();
        PluginHelper.getRoutesLoader(context.getCamelContextExtension()).loadRoutes(resources);
        return new RouteLoading(files);
    }

    private static List<RouteFile> read(List<String> locations, CamelContext context) {
        List<RouteFile> files = new ArrayList<>();
        List<RouteProblem> unusable = new ArrayList<>();
        for (String location : locations) {
            try {
                files.add(RouteFile.at(location, context));
            } catch (UnusableFileException e) {
                unusable.add(e.problem());
            }
        }
        refuse(unusable);
        return files;
    }

    private static void refuse(List<RouteProblem> problems) {
        if (!problems.isEmpty()) {
            throw new RefusedRoutesException(problems);
        }
    }
}
