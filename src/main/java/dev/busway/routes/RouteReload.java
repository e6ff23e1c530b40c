package dev.busway.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes edits of a routes folder into a running context.
 *
 * <p>Only the routes of the edited file drain and start again. An edit that would not run leaves everything as it is,
 * and is told once.
 *
 * <ol>
 *   <li>All work is done by one thread, or under the lock of this object where a test looks in itself.
 *   <li>A file is changed in the context only after its new content was built in a context of its own.
 *   <li>{@code running} holds, for every file, the content that the context runs; where a start fails in spite of the
 *       check, that content is put back.
 *   <li>Whatever happens while it looks, it looks again: only {@link #close} ends that.
 *   <li>{@code rejected} and {@code lastLook} are replaced, never changed, so that health may read them at any time.
 * </ol>
 */
public final class RouteReload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    private static final long LOOK_EVERY_MILLIS = 100;

    private final CamelContext context;
    private final FolderWatch watch;
    private final RouteCheck check;
    private final Schemas schemas;
    private final LiveRoutes live;
    private final InstantSource clock;
    private final ScheduledExecutorService looking;

    // Guarded by this object's lock.
    private final Map<Path, RouteFile> running = new TreeMap<>();
    private final Map<Path, RouteReport> known = new TreeMap<>();
    private final Map<Path, FolderWatch.Change> refused = new LinkedHashMap<>();
    private final Map<Path, List<RouteProblem>> reasons = new TreeMap<>();

    private volatile List<RouteProblem> rejected = List.of();
    private volatile Optional<Instant> lastLook = Optional.empty();

    /**
     * To be made before the context loads its routes, so that no edit falls between.
     *
     * @param context where the routes run
     * @param folder the folder that they are read from, with {@code schemas} in it
     * @param check builds files as this context would
     * @param schemas of the same context
     * @param clock says when the folder was looked at
     * @throws IOException when the folder cannot be read
     */
    public RouteReload(CamelContext context, Path folder, RouteCheck check, Schemas schemas, InstantSource clock)
            throws IOException {
        this.clock = clock;
        this.context = context;
        this.watch = new FolderWatch(folder);
        this.check = check;
        this.schemas = schemas;
        this.live = new LiveRoutes(context);
        this.looking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "busway-reload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks at the folder from now on, several times a second. */
    public void start() {
        ScheduledFuture<?> unused =
                looking.scheduleWithFixedDelay(this::lookQuietly, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What is wrong with the files whose last edit was not taken; empty if all were. */
    public List<RouteProblem> rejected() {
        return rejected;
    }

    /** The files whose last edit was not taken. */
    synchronized Set<Path> refused() {
        return Set.copyOf(refused.keySet());
    }

    /** When the folder was last looked at to the end; empty before the first time. */
    public Optional<Instant> lastLook() {
        return lastLook;
    }

    private void lookQuietly() {
        try {
            look();
        } catch (IOException e) {
            LOG.debug("The routes folder cannot be read for the moment", e);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOG.warn("Edits of the routes folder could not be taken; the routes run on as they are", e);
        }
    }

    /** Takes what has settled since the last look. */
    synchronized void look() throws IOException {
        if (!context.isStarted()) {
            return;
        }
        if (running.isEmpty()) {
            learn();
        }
        boolean taken = false;
        for (FolderWatch.Change change : ordered(watch.settled())) {
            watch.note(change);
            refused.remove(change.file());
            reasons.remove(change.file());
            taken |= take(change, true);
        }
        if (taken && !refused.isEmpty()) {
            // What was wrong may have been wrong only together with what has just changed.
            List.copyOf(refused.values()).forEach(change -> take(change, false));
        }
        rejected = reasons.values().stream().flatMap(List::stream).toList();
        lastLook = Optional.of(clock.instant());
    }

    private void learn() {
        watch.noted().forEach((path, content) -> {
            if (!FolderWatch.isSchema(path) && content.problem().isEmpty()) {
                running.put(path, file(path, content.text()));
            }
        });
        live.learn(List.copyOf(running.values()));
        running.forEach((path, file) -> known.put(path, check.examine(file, shared(path), others(path))));
    }

    /** Schemas before the routes that need them, and a route that goes before one that takes its id or queue. */
    private static List<FolderWatch.Change> ordered(List<FolderWatch.Change> changes) {
        return changes.stream()
                .sorted(Comparator.comparingInt(change -> {
                    if (FolderWatch.isSchema(change.file())) {
                        return change.isGone() ? 3 : 0;
                    }
                    return change.isGone() ? 1 : 2;
                }))
                .toList();
    }

    private boolean take(FolderWatch.Change change, boolean tell) {
        List<RouteProblem> problems = FolderWatch.isSchema(change.file()) ? schema(change) : routes(change);
        if (problems.isEmpty()) {
            refused.remove(change.file());
            reasons.remove(change.file());
            return true;
        }
        refused.put(change.file(), change);
        reasons.put(change.file(), problems);
        if (tell) {
            problems.forEach(problem -> LOG.warn(
                    "{}: {} {} The edit was not taken; what ran before runs on.",
                    problem.place(),
                    problem.what(),
                    problem.remedy()));
        }
        return false;
    }

    private List<RouteProblem> schema(FolderWatch.Change change) {
        Optional<RouteProblem> problem =
                change.content().flatMap(FolderWatch.Content::problem).or(() -> schemas.reload(change.file()));
        if (problem.isEmpty()) {
            LOG.info("{} taken", change.file());
        }
        return problem.map(List::of).orElse(List.of());
    }

    private List<RouteProblem> routes(FolderWatch.Change change) {
        Path path = change.file();
        RouteFile before = running.get(path);
        if (change.isGone()) {
            return before == null ? List.of() : removed(path, before);
        }
        FolderWatch.Content content = change.content().get();
        if (content.problem().isPresent()) {
            return List.of(content.problem().get());
        }
        RouteFile file = file(path, content.text());
        if (file.equals(before)) {
            LOG.info("{} is again as it runs", path);
            return List.of();
        }
        RouteReport report = check.examine(file, shared(path), others(path));
        if (!report.problems().isEmpty()) {
            return report.problems();
        }
        boolean forAll = report.isShared() || isShared(path);
        List<RouteProblem> elsewhere = forAll ? problemsWith(path, Optional.of(file)) : List.of();
        if (!elsewhere.isEmpty()) {
            return elsewhere;
        }
        try {
            live.remove(before == null ? file : before);
            List<String> ids = live.add(file);
            running.put(path, file);
            known.put(path, report);
            LOG.info("{} taken: {}", path, ids.isEmpty() ? "shared by all routes" : String.join(", ", ids));
        } catch (Exception e) {
            restore(file, before);
            return List.of(Explanations.explain(file, e, context, 0));
        }
        if (forAll) {
            restartOthers(path);
        }
        return List.of();
    }

    private List<RouteProblem> removed(Path path, RouteFile file) {
        boolean forAll = isShared(path);
        List<RouteProblem> missed = missedWithout(path, forAll);
        if (!missed.isEmpty()) {
            return missed;
        }
        try {
            List<String> ids = live.remove(file);
            LOG.info(
                    "{} is gone: {}",
                    path,
                    ids.isEmpty() ? "shared by all routes" : String.join(", ", ids) + " stopped");
        } catch (Exception e) {
            return List.of(Explanations.explain(file, e, context, 0));
        }
        running.remove(path);
        known.remove(path);
        if (forAll) {
            restartOthers(path);
        }
        return List.of();
    }

    /** What the other files would miss if this one went; a host that starts without it would refuse them. */
    private List<RouteProblem> missedWithout(Path path, boolean forAll) {
        if (forAll) {
            return problemsWith(path, Optional.empty());
        }
        List<RouteProblem> missed = new ArrayList<>(RouteCheck.together(others(path)));
        missed.removeAll(RouteCheck.together(known.values()));
        return missed;
    }

    /** What a change of a shared file would break in the files that use it; empty for a file that goes. */
    private List<RouteProblem> problemsWith(Path path, Optional<RouteFile> file) {
        List<RouteProblem> problems = new ArrayList<>();
        running.forEach((other, content) -> {
            if (!other.equals(path) && holdsRoutes(other)) {
                List<RouteFile> shared = new ArrayList<>(shared(path));
                shared.removeIf(each -> each.equals(content));
                file.ifPresent(shared::add);
                List<RouteReport> others = new ArrayList<>(known.values());
                others.remove(known.get(other));
                others.remove(known.get(path));
                problems.addAll(check.examine(content, shared, others).problems());
                problems.removeAll(known.get(other).problems());
            }
        });
        return problems.stream().distinct().toList();
    }

    private boolean holdsRoutes(Path path) {
        RouteReport report = known.get(path);
        return report != null && !report.places().isEmpty();
    }

    /** Routes read shared error handling when they are loaded, so each must be loaded again. */
    private void restartOthers(Path path) {
        running.forEach((other, file) -> {
            if (!other.equals(path) && holdsRoutes(other)) {
                try {
                    live.remove(file);
                    live.add(file);
                } catch (Exception e) {
                    LOG.error("{} could not be started again after an edit of {}", other, path, e);
                }
            }
        });
    }

    private void restore(RouteFile file, RouteFile before) {
        try {
            live.remove(file);
            if (before != null) {
                live.add(before);
            }
        } catch (Exception e) {
            LOG.error("{} could not be put back after an edit that failed to start; restart the host", file.name(), e);
        }
    }

    private boolean isShared(Path path) {
        RouteReport report = known.get(path);
        return report != null && report.isShared();
    }

    /** The shared files beside this one. */
    private List<RouteFile> shared(Path path) {
        return running.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(path))
                .filter(entry -> Outline.isUsedByOthers(entry.getValue()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private List<RouteReport> others(Path path) {
        return known.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(path))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static RouteFile file(Path path, String text) {
        return new RouteFile(path.toString(), "file:" + path, text);
    }

    /** Looks no more; an edit that is being taken is finished first. */
    @Override
    public void close() {
        looking.shutdown();
        synchronized (this) {
            LOG.debug("No longer looking at the routes folder");
        }
    }
}
