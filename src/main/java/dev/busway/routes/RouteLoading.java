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

    private RouteLoading() {}

    /**
     * Loads files into a context that has not started.
     *
     * @param locations of files, or of resources on the class path
     * @param chosen whether a route is to be hosted; each has an id by then
     * @throws RefusedRoutesException when a rule is broken; the context is of no more use
     */
    public static void load(CamelContext context, List<String> locations, Predicate<RouteDefinition> chosen)
            throws Exception {
        List<RouteFile> files = read(locations, context);
        List<RouteProblem> written = new ArrayList<>(FolderRules.checkWritten(files, Allowed.of(context)));
        written.addAll(FolderRules.checkTogether(files));
        refuse(written);
        context.getCamelContextExtension().getContextPlugin(Model.class).setRouteFilter(route -> {
            RouteIds.assign(route);
            return chosen.test(route);
        });
        List<Resource> resources = files.stream().map(RouteFile::resource).toList();
        PluginHelper.getRoutesLoader(context.getCamelContextExtension()).loadRoutes(resources);
        refuse(problemsOf(context, files));
    }

    private static List<RouteProblem> problemsOf(CamelContext context, List<RouteFile> files) {
        Findings findings = new Findings();
        for (RouteDefinition route :
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions()) {
            if (Preconditions.holds(route, context)) {
                findings.add(LiveRoutes.owner(route, files).orElse(files.get(0)), route, context);
            }
        }
        List<RouteProblem> problems = new ArrayList<>(findings.problems());
        problems.addAll(findings.together());
        return problems;
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
