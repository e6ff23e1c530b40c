package dev.busway.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks route files without running them: nothing is started, nothing is connected to.
 *
 * <p>Each file is built in a Camel context of its own, together with the files that hold no routes (shared error
 * handling, beans), so that one bad file hides nothing in another. Immutable; may be used by several threads.
 */
public final class RouteCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RouteCheck.class);

    private static final List<AppRule> RULES = List.of(
            new SchemaRule(),
            new UnmarshalRule(),
            new MarshalRule(),
            new RedeliveryTimeRule(),
            new AtomicHandoffRule(),
            new DelayedRedeliveryRule());

    private final Consumer<CamelContext> surroundings;

    /** @param surroundings adds to a fresh context the properties and beans that the routes may name */
    public RouteCheck(Consumer<CamelContext> surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Checks the files together, as one host would run them.
     *
     * @return what is wrong, by file and line; empty if nothing is
     */
    public List<RouteProblem> check(Collection<Path> files) {
        return examine(files).problems();
    }

    /**
     * Checks the files together, and a file of properties for what nobody reads.
     *
     * @param known keys that the host itself reads
     */
    public List<RouteProblem> check(Collection<Path> files, Path properties, Collection<String> known) {
        RouteReport report = examine(files);
        List<RouteProblem> problems = new ArrayList<>(report.problems());
        try {
            RouteFile file = RouteFile.read(properties);
            problems.addAll(UnusedProperties.check(file, report.files(), report.apps(), known));
        } catch (UnusableFileException e) {
            problems.add(e.problem());
        }
        return sorted(problems);
    }

    /** Checks what a host was told to load, for saying why it did not start. */
    public List<RouteProblem> checkLoaded(List<String> locations, CamelContext context) {
        List<RouteFile> files = new ArrayList<>();
        List<RouteProblem> problems = new ArrayList<>();
        for (String location : locations) {
            try {
                files.add(RouteFile.at(location, context));
            } catch (UnusableFileException e) {
                problems.add(e.problem());
            }
        }
        problems.addAll(examineContents(files).problems());
        return sorted(problems);
    }

    /** Reads which queues the apps in these files use. */
    public RouteMap map(Collection<Path> files) {
        return RouteMap.of(examine(files));
    }

    /** Checks the files together and keeps what was read on the way. */
    RouteReport examine(Collection<Path> paths) {
        List<RouteProblem> problems = new ArrayList<>();
        List<RouteFile> files = new ArrayList<>();
        for (Path path : paths) {
            try {
                files.add(RouteFile.read(path));
            } catch (UnusableFileException e) {
                problems.add(e.problem());
            }
        }
        RouteReport report = examineContents(files);
        problems.addAll(report.problems());
        return new RouteReport(files, report.apps(), report.places(), sorted(problems));
    }

    /** Checks files whose content is at hand. */
    RouteReport examineContents(List<RouteFile> files) {
        List<RouteProblem> problems = new ArrayList<>();
        List<AppRoute> apps = new ArrayList<>();
        List<RouteFile> shared = files.stream().filter(this::isShared).toList();
        Map<String, String> places = new LinkedHashMap<>();
        for (RouteFile file : files) {
            examine(file, shared, apps, places, problems);
        }
        problems.addAll(QueueRules.check(apps));
        return new RouteReport(files, apps, places, sorted(problems));
    }

    /**
     * Checks one file against others that are known already.
     *
     * @param shared the other files that hold no routes
     * @param others what an earlier check has found in the files that do
     * @return what is in this file, and what is wrong because of it
     */
    RouteReport examine(RouteFile file, List<RouteFile> shared, Collection<RouteReport> others) {
        List<AppRoute> known =
                others.stream().flatMap(other -> other.apps().stream()).toList();
        Map<String, String> places = new LinkedHashMap<>();
        others.forEach(other -> places.putAll(other.places()));
        List<String> before = List.copyOf(places.keySet());
        List<AppRoute> apps = new ArrayList<>();
        List<RouteProblem> problems = new ArrayList<>();
        examine(file, shared, apps, places, problems);
        List<AppRoute> together = new ArrayList<>(known);
        together.addAll(apps);
        problems.addAll(QueueRules.check(together));
        problems.removeAll(QueueRules.check(known));
        places.keySet().removeAll(before);
        return new RouteReport(List.of(file), apps, places, sorted(problems));
    }

    private static List<RouteProblem> sorted(List<RouteProblem> problems) {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparing(RouteProblem::file).thenComparingInt(RouteProblem::line))
                .toList();
    }

    /** Whether a file holds no routes, but what other files use. */
    boolean isShared(RouteFile file) {
        if (YamlBounds.check(file).isPresent()) {
            return false;
        }
        try (DryRun run = new DryRun(surroundings)) {
            run.load(file);
            return run.routesOf(file).isEmpty();
        } catch (Exception | StackOverflowError | LinkageError e) {
            // The file is examined by itself later, and what is wrong is told then.
            return false;
        }
    }

    private void examine(
            RouteFile file,
            List<RouteFile> shared,
            List<AppRoute> apps,
            Map<String, String> places,
            List<RouteProblem> problems) {
        List<RouteProblem> written = FolderRules.checkWritten(file);
        problems.addAll(written);
        if (YamlBounds.check(file).isPresent()) {
            return;
        }
        List<RouteProblem> found = new ArrayList<>();
        examineBuilt(file, shared, apps, places, found);
        // What a rule has refused may be refused by Camel too, in words of its own.
        found.removeIf(
                problem -> problem.line() > 0 && written.stream().anyMatch(known -> known.line() == problem.line()));
        problems.addAll(found);
    }

    private void examineBuilt(
            RouteFile file,
            List<RouteFile> shared,
            List<AppRoute> apps,
            Map<String, String> places,
            List<RouteProblem> problems) {
        boolean good;
        try (DryRun run = new DryRun(surroundings)) {
            loadShared(file, shared, run);
            good = load(file, run, problems);
            if (good) {
                GeneratedIds.check(file).ifPresent(problems::add);
                examineRoutes(file, run, apps, places, problems);
                good = build(file, run, problems);
            }
        } catch (Exception | StackOverflowError | LinkageError e) {
            LOG.debug("The check of {} failed", file.name(), e);
            problems.add(new RouteProblem(
                    file.name(),
                    0,
                    "This file cannot be checked: " + e.getClass().getSimpleName() + ".",
                    "Split it, and see which part of it is refused."));
            return;
        }
        if (!good) {
            failure(file, shared)
                    .ifPresent(
                            first -> problems.addAll(FurtherProblems.find(file, first, rest -> failure(rest, shared))));
        }
    }

    private static void loadShared(RouteFile file, List<RouteFile> shared, DryRun run) throws Exception {
        for (RouteFile other : shared) {
            if (!other.location().equals(file.location())) {
                run.load(other);
            }
        }
    }

    /** What Camel stops at; empty if there is nothing, or nothing that can be named. */
    private Optional<RouteProblem> failure(RouteFile file, List<RouteFile> shared) {
        try (DryRun run = new DryRun(surroundings)) {
            try {
                loadShared(file, shared, run);
                run.load(file);
                run.build();
                return Optional.empty();
            } catch (Exception | StackOverflowError | LinkageError e) {
                return Explanations.explainNamed(file, e, run.context(), lineOf(file, run, e));
            }
        }
    }

    private static boolean load(RouteFile file, DryRun run, List<RouteProblem> problems) {
        if (file.text().isBlank()) {
            problems.add(new RouteProblem(file.name(), 0, "The file is empty.", "Add a route, or remove the file."));
            return false;
        }
        int before = run.size();
        try {
            run.load(file);
        } catch (Exception | StackOverflowError | LinkageError e) {
            problems.add(Explanations.explain(file, e, run.context(), 0));
            return false;
        }
        if (run.size() == before) {
            problems.add(new RouteProblem(
                    file.name(),
                    1,
                    "The file holds no route and nothing that routes use.",
                    "Start it with \"- route:\", with id and from below."));
            return false;
        }
        return true;
    }

    private static void examineRoutes(
            RouteFile file, DryRun run, List<AppRoute> apps, Map<String, String> places, List<RouteProblem> problems) {
        for (RouteDefinition route : run.routesOf(file)) {
            String id = route.getRouteId();
            String earlier = places.putIfAbsent(id, file.name());
            boolean named = file.text().contains(id);
            if (earlier != null && (named || !earlier.equals(file.name()))) {
                problems.add(new RouteProblem(
                        file.name(),
                        file.lineOf("id: " + id, route.getLineNumber()),
                        "The id \"" + id + "\" belongs to a route in " + earlier + " already.",
                        "Give this route an id of its own."));
            }
            AppRoute.read(file, route, run.context()).ifPresent(app -> {
                apps.add(app);
                RULES.forEach(rule -> problems.addAll(rule.check(app, run.context())));
            });
        }
    }

    private static boolean build(RouteFile file, DryRun run, List<RouteProblem> problems) {
        try {
            run.build();
            return true;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            problems.add(Explanations.explain(file, e, run.context(), lineOf(file, run, e)));
            return false;
        }
    }

    /** The first line of the route that failed. */
    private static int lineOf(RouteFile file, DryRun run, Throwable failure) {
        return run.routesOf(file).stream()
                .filter(route -> isIn(route, failure))
                .findFirst()
                .map(RouteDefinition::getLineNumber)
                .orElse(0);
    }

    private static boolean isIn(RouteDefinition route, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException known) {
                return route.getRouteId().equals(known.getRouteId());
            }
        }
        return true;
    }
}
