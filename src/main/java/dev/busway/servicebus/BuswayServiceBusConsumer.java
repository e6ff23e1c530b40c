package dev.busway.servicebus;

import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.connection.Input;
import dev.busway.servicebus.connection.Target;
import dev.busway.servicebus.handoff.AtLeastOnceHandoff;
import dev.busway.servicebus.handoff.AtomicHandoff;
import dev.busway.servicebus.handoff.GroupCommit;
import dev.busway.servicebus.handoff.Handoff;
import dev.busway.servicebus.handoff.Outage;
import dev.busway.servicebus.receive.LinkStatus;
import dev.busway.servicebus.receive.Pump;
import dev.busway.servicebus.receive.PumpOptions;
import dev.busway.servicebus.receive.PumpStatus;
import dev.busway.servicebus.trace.MessageTracer;
import dev.busway.servicebus.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives for one route. It translates Camel's life of a consumer to that of a {@link Pump}: Camel suspends a consumer
 * before it waits for messages in flight, and stops it after that.
 */
final class BuswayServiceBusConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(BuswayServiceBusConsumer.class);
    private static final GroupCommit.Limits ATOMIC_GROUPS = new GroupCommit.Limits(AtomicHandoff.MAX_OPERATIONS, 8, 8);
    private static final GroupCommit.Limits PLAIN_GROUPS = new GroupCommit.Limits(200, 8, 8);
    /** What comes after a drain that was not done in time, for all apps together. */
    private static final Duration LAST_SETTLEMENTS = Duration.ofSeconds(4);

    private final BuswayServiceBusEndpoint endpoint;
    private final Input input;
    private final ConnectionSettings settings;
    private final PendingUnits units = new PendingUnits();
    // Written by start and stop, which Camel does not call at the same time; read by reports on any thread.
    private volatile Running running;
    private volatile boolean drained;
    private volatile boolean shutdown; // said by Camel's shutdown before it suspends

    BuswayServiceBusConsumer(BuswayServiceBusEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.input = Input.of(endpoint.getConfiguration());
        this.settings = endpoint.getComponent().settings(endpoint.getConfiguration());
    }

    /** What exists from start to stop. */
    private record Running(
            Pump pump,
            Connection connection,
            Handoff handoff,
            Workers workers,
            AppJournal journal,
            List<String> outputs) {}

    @Override
    public BuswayServiceBusEndpoint getEndpoint() {
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (settings.problem() != null) {
            throw new IllegalArgumentException(settings.problem());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (running == null) {
            running = assemble();
            endpoint.getComponent().add(running.pump());
        }
        drained = false;
        running.pump().open();
    }

    private Running assemble() {
        String app = getRouteId();
        ServiceBusConfiguration configuration = endpoint.getConfiguration();
        AppOptions options = AppOptions.resolve(
                endpoint.getCamelContext(),
                app,
                endpoint.options(),
                endpoint.getComponent().defaults());
        List<BuswayServiceBusEndpoint> outputs = RouteOutputs.of(getRoute());
        Duration maxLockRenewal = Duration.ofMillis(configuration.getMaxAutoLockRenewDuration());
        StartCheck.handoff(app, options.handoff(), input, settings, outputs);
        if (options.delays().isOn()) {
            StartCheck.delayedRedeliveries(app, input);
        }
        if (input.locks()) {
            StartCheck.retries(endpoint.getCamelContext(), getRoute(), maxLockRenewal);
        }
        PumpOptions pumpOptions = new PumpOptions(
                configuration.getMaxConcurrentCalls(),
                configuration.getPrefetchCount(),
                maxLockRenewal,
                options.pauseAfterFailures(),
                options.pauseDuration(),
                options.sessionIdle());
        Registry registry = endpoint.getCamelContext().getRegistry();
        AppJournal journal = new AppJournal(
                app,
                input.name(),
                List.copyOf(registry.findByType(MessageObserver.class)),
                registry.findSingleByType(MessageTracer.class),
                completedLines(),
                endpoint.getComponent().timer());
        boolean atomic = options.handoff() == HandoffMode.ATOMIC;
        Connection connection = Connection.open(settings, input, atomic);
        ScheduledExecutorService timer = endpoint.getComponent().timer();
        Workers workers = Workers.forApp(app, pumpOptions.maxConcurrentCalls(), timer);
        Set<Target> targets = RouteOutputs.targets(getRoute());
        Handoff handoff = atomic
                ? new AtomicHandoff(connection, ATOMIC_GROUPS, targets, timer, journal)
                : new AtLeastOnceHandoff(connection, PLAIN_GROUPS, targets, timer, journal, input.locks());
        RouteFeed feed = new RouteFeed(this, app, input, settings, options, workers, units);
        Pump pump = new Pump(
                pumpOptions,
                input,
                connection,
                handoff,
                feed,
                journal,
                workers,
                timer,
                endpoint.getComponent().memory());
        List<String> names = outputs.stream()
                .map(output -> output.getConfiguration().getTopicOrQueueName())
                .distinct()
                .toList();
        return new Running(pump, connection, handoff, workers, journal, names);
    }

    private CompletedLines completedLines() {
        PropertiesComponent properties = endpoint.getCamelContext().getPropertiesComponent();
        return CompletedLines.parse(properties
                .resolveProperty(CompletedLines.PROPERTY)
                // Where no host is around it, the file inside the jar answers with nothing.
                .filter(value -> !value.isBlank())
                .orElse(CompletedLines.DEFAULT));
    }

    @Override
    protected void doResume() throws Exception {
        drained = false;
        running.pump().open();
        super.doResume();
    }

    /**
     * Blocks until the app is drained, when it is Camel's shutdown that asks: Camel would look only once a second whether it
     * is. Anybody else may ask on the thread of a message that the drain would wait for, as a route policy does; then it only
     * begins to drain.
     */
    @Override
    protected void doSuspend() throws Exception {
        if (shutdown) {
            shutdown = false;
            drain();
        } else {
            var unused = running.pump().drain();
        }
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        Running stopping = running;
        if (stopping != null) {
            ShutdownStrategy strategy = endpoint.getCamelContext().getShutdownStrategy();
            if (!drained && !strategy.isForceShutdown()) {
                drain();
            }
            long closedBy = drained ? System.nanoTime() + LAST_SETTLEMENTS.toNanos() : abandonRest(stopping);
            await(stopping.pump().close(), closedBy);
            stopping.journal().close();
            await(closing(stopping.connection()), closedBy);
            stopping.workers().close();
            endpoint.getComponent().remove(stopping.pump());
        }
        super.doStop();
    }

    /** Closes it on a thread of its own: the SDK may wait for a broker that is not there. */
    private static CompletableFuture<Void> closing(Connection connection) {
        return CompletableFuture.runAsync(connection::close, task -> {
            Thread thread = new Thread(task, "servicebus-closer");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void drain() {
        ShutdownStrategy strategy = endpoint.getCamelContext().getShutdownStrategy();
        Duration timeout =
                Duration.of(strategy.getTimeout(), strategy.getTimeUnit().toChronoUnit());
        long now = System.nanoTime();
        long drainedBy = endpoint.getCamelContext().isStopping()
                ? endpoint.getComponent().drainAll(now, timeout)
                : now + timeout.toNanos();
        CompletableFuture<Void> done = running.pump().drain().thenCompose(settled -> units.none());
        drained = await(done, drainedBy);
        if (drained) {
            await(running.pump().close(), System.nanoTime() + LAST_SETTLEMENTS.toNanos());
        }
    }

    /** Gives by when the links have to be closed. */
    private long abandonRest(Running stopping) {
        long now = System.nanoTime();
        long closedBy = endpoint.getCamelContext().isStopping()
                ? endpoint.getComponent().abandonAll(now, LAST_SETTLEMENTS)
                : now + LAST_SETTLEMENTS.toNanos();
        CompletableFuture<Integer> abandoned = stopping.pump().abandonAll();
        await(abandoned.thenApply(count -> null), closedBy);
        int count = abandoned.getNow(stopping.pump().status().inFlight());
        if (count > 0) {
            LOG.atWarn()
                    .addKeyValue("app", getRouteId())
                    .log(
                            "the time for stopping was over; {} messages in work were abandoned and will come again",
                            count);
        }
        return closedBy;
    }

    /** Waits until a time by {@link System#nanoTime}; what is done already counts even when that is over. */
    private static boolean await(CompletableFuture<Void> done, long until) {
        try {
            done.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            // Camel's time for stopping is over: what follows must still be able to wait for the broker.
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        shutdown = true;
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        Running now = running;
        return now == null ? 0 : now.pump().status().inFlight() + units.count();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // The pump is told what to do by suspend and stop.
    }

    Pump pump() {
        Running now = running;
        return now == null ? null : now.pump();
    }

    AppReport report() {
        Running now = running;
        if (now == null) {
            return new AppReport(
                    getRouteId(),
                    input.toString(),
                    List.of(),
                    AppState.STOPPED,
                    Boolean.FALSE.equals(getRoute().isAutoStartup())
                            ? "autoStartup is false, and nobody has started it"
                            : "",
                    Counts.NONE,
                    0,
                    0,
                    null,
                    null,
                    null);
        }
        PumpStatus status = now.pump().status();
        LinkStatus link = now.pump().linkStatus();
        Outage outage = now.handoff().intake().outage().orElse(null);
        AppState state = state(status, link, outage);
        return new AppReport(
                getRouteId(),
                input.toString(),
                now.outputs(),
                state,
                detail(state, status, link, outage),
                now.journal().counts(),
                status.inFlight(),
                status.waitingForRedelivery(),
                now.journal().lock(),
                now.journal().lastMessageAt(),
                now.journal().lastError());
    }

    private static AppState state(PumpStatus status, LinkStatus link, Outage outage) {
        return switch (status.activity()) {
            case STOPPED -> AppState.STOPPED;
            case DRAINING -> AppState.DRAINING;
            case OPEN, PAUSED ->
                switch (link.state()) {
                    case CONNECTING -> AppState.CONNECTING;
                    case DISCONNECTED -> AppState.DISCONNECTED;
                    case CONNECTED -> connected(status, outage);
                };
        };
    }

    private static AppState connected(PumpStatus status, Outage outage) {
        if (!status.stuck().isEmpty()) {
            return AppState.STUCK;
        }
        return status.activity() == PumpStatus.Activity.OPEN ? receiving(outage) : AppState.PAUSED;
    }

    private static AppState receiving(Outage outage) {
        if (outage == null) {
            return AppState.RECEIVING;
        }
        return outage.isThrottling() ? AppState.THROTTLED : AppState.OUTPUT_DOWN;
    }

    private static String detail(AppState state, PumpStatus status, LinkStatus link, Outage outage) {
        return switch (state) {
            case DISCONNECTED -> "since " + link.since() + ": " + link.detail();
            case OUTPUT_DOWN, THROTTLED ->
                "since " + outage.since() + ": " + (outage.target().isEmpty() ? "" : outage.target() + ": ")
                        + outage.reason();
            case STUCK -> status.stuck();
            case CONNECTING, RECEIVING, PAUSED, DRAINING, STOPPED -> status.detail();
        };
    }
}
