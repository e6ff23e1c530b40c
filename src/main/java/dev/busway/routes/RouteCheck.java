package dev.busway.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
 * handling, beans), so that one bad file hides nothing in another. May be used by several threads.
 */
public final class RouteCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RouteCheck.class);

    private static final List<AppRule> RULES = List.of(
            new SchemaRule(),
            new UnmarshalRule(),
            new MarshalRule(),
            new RedeliveryTimeRule(),
            new DelayedRedeliveryRule());

    private final Consumer<CamelContext> surroundings;

    /** Read once; null until then. */
    private volatile Allowed allowed;

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
        return new RouteReport(files, report.apps(), report.helpers(), report.places(), sorted(problems));
    }

    /** Checks files whose content is at hand. */
    RouteReport examineContents(List<RouteFile> files) {
        Findings findings = new Findings();
        List<RouteFile> shared = files.stream().filter(this::isShared).toList();
        files.forEach(file -> examine(file, shared, findings));
        List<RouteProblem> problems = new ArrayList<>(findings.problems());
        problems.addAll(findings.together());
        problems.addAll(FolderRules.checkTogether(files));
        return findings.report(files, sorted(problems));
    }

    /**
     * Checks one file against others that are known already.
     *
     * @param shared the other files that hold no routes
     * @param others what an earlier check has found in the other files
     * @return what is in this file, and what is wrong because of it
     */
    RouteReport examine(RouteFile file, List<RouteFile> shared, Collection<RouteReport> others) {
        Findings findings = Findings.beside(others);
        List<RouteProblem> before = findings.together();
        examine(file, shared, findings);
        List<RouteProblem> problems = new ArrayList<>(findings.problems());
        problems.addAll(findings.together());
        List<RouteFile> files = new ArrayList<>(
                others.stream().flatMap(other -> other.files().stream()).toList());
        files.add(file);
        problems.addAll(FolderRules.checkTogether(files));
        problems.removeAll(before);
        return findings.reportOf(file, others, sorted(problems));
    }

    /** What is wrong between these files. */
    static List<RouteProblem> together(Collection<RouteReport> reports) {
        return Findings.beside(reports).together();
    }

    private static List<RouteProblem> sorted(List<RouteProblem> problems) {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparing(RouteProblem::file).thenComparingInt(RouteProblem::line))
                .toList();
    }

    private void examine(RouteFile file, List<RouteFile> shared, Findings findings) {
        List<RouteProblem> written = FolderRules.checkWritten(file, allowed());
        findings.problems().addAll(written);
        if (!mayBeBuilt(file)) {
            return;
        }
        List<RouteProblem> found = new ArrayList<>();
        examineBuilt(file, shared, findings, found);
        // What a rule has refused may be refused by Camel too, in words of its own.
        found.removeIf(problem ->
                written.stream().anyMatch(known -> Explanations.isUnknown(problem) || known.line() == problem.line()));
        findings.problems().addAll(found);
    }

    private boolean isShared(RouteFile file) {
        return mayBeBuilt(file) && Outline.isUsedByOthers(file);
    }

    /** What is beyond the bounds, not allowed or to be fetched from elsewhere is not even loaded. */
    private boolean mayBeBuilt(RouteFile file) {
        return YamlBounds.check(file).isEmpty()
                && Outline.of(file)
                        .map(outline -> new AllowRule(allowed()).check(outline).isEmpty()
                                && new RemoteRule().check(outline).isEmpty())
                        .orElse(true);
    }

    private Allowed allowed() {
        Allowed known = allowed;
        if (known == null) {
            try (DryRun run = new DryRun(surroundings)) {
                known = Allowed.of(run.context());
                allowed = known;
            }
        }
        return known;
    }

    private void examineBuilt(RouteFile file, List<RouteFile> shared, Findings findings, List<RouteProblem> problems) {
        boolean good;
        try (DryRun run = new DryRun(surroundings)) {
            loadShared(file, shared, run);
            good = load(file, run, problems);
            if (good) {
                GeneratedIds.check(file).ifPresent(problems::add);
                examineRoutes(file, run, findings, problems);
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
                run.loadShared(other);
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

    private static void examineRoutes(RouteFile file, DryRun run, Findings findings, List<RouteProblem> problems) {
        run.routesOf(file).stream()
                .filter(route -> Preconditions.holds(route, run.context()))
                .forEach(route -> findings.add(file, route, run.context()));
        findings.appsOf(file).forEach(app -> RULES.forEach(rule -> problems.addAll(rule.check(app, run.context()))));
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
