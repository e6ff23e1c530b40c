package dev.busway.servicebus;

import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.failure.StepWatch;
import dev.busway.servicebus.handoff.DirectSender;
import dev.busway.servicebus.receive.MemoryShare;
import dev.busway.servicebus.receive.Pump;
import dev.busway.servicebus.redelivery.RedeliveryScheduler;
import dev.busway.servicebus.redelivery.StepGuard;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;
import org.apache.camel.component.azure.servicebus.ServiceBusEndpoint;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.PluginHelper;

/**
 * The {@code azure-servicebus} component with our consumer and producer; every stock option keeps its name and meaning.
 *
 * <p>The options that it adds may stand in an endpoint's URI, in a property {@code <route id>.<option>}, or here as the
 * default of all apps; the first of these wins.
 */
@Component("azure-servicebus")
public class BuswayServiceBusComponent extends ServiceBusComponent {

    /** The URI scheme, which is the stock one, so that a route file runs on either component. */
    public static final String SCHEME = "azure-servicebus";

    private static final int TIMER_THREADS = 2;

    private final Map<AppOption, String> defaults = new EnumMap<>(AppOption.class);
    private final Set<Pump> pumps = ConcurrentHashMap.newKeySet();
    private final Map<ConnectionSettings, DirectSender> directSenders = new ConcurrentHashMap<>();
    private final Map<ConnectionSettings, ConnectionSettings> settings = new ConcurrentHashMap<>();
    private volatile MemoryShare memory = MemoryShare.ofThisProcess();
    private ScheduledExecutorService timer; // guarded by this
    private Long drainedBy; // guarded by this; null until the context is stopped
    private Long closedBy; // guarded by this; null until time is over for the drains
    private ExecutorService senders; // guarded by this

    /**
     * Puts this component under the stock scheme. To be called before the context starts: whichever of two
     * {@code META-INF/services} entries the class path shows first, a bound component wins.
     */
    public static void bindTo(CamelContext context) {
        context.getRegistry().bind(SCHEME, new BuswayServiceBusComponent());
        prepare(context);
    }

    /** Takes effect on routes that are made later; a second call does nothing. */
    private static void prepare(CamelContext context) {
        List<InterceptStrategy> strategies = context.getCamelContextExtension().getInterceptStrategies();
        if (strategies.stream().noneMatch(Guarding.class::isInstance)) {
            strategies.add(new Guarding());
        }
        // Within ours, which then sees an error that a step throws as the failure of its exchange.
        StepGuard.addTo(context);
        StepWatch.addTo(context);
        StrictJson.use(context);
    }

    /** Guards the handoff around each step of each route. */
    private static final class Guarding implements InterceptStrategy {
        @Override
        public Processor wrapProcessorInInterceptors(
                CamelContext context, NamedNode step, Processor target, Processor next) {
            return new HandoffGuard(step, target);
        }
    }

    /**
     * Refuses a context in which the scheme belongs to another component.
     *
     * @throws IllegalStateException naming the class that was found
     */
    public static void requireInUse(CamelContext context) {
        Class<?> found = context.getComponent(SCHEME).getClass();
        if (found != BuswayServiceBusComponent.class) {
            throw new IllegalStateException("The scheme " + SCHEME + " belongs to " + found.getName()
                    + ", which loses work at a stop. Bind " + BuswayServiceBusComponent.class.getName()
                    + " before the start.");
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Map<AppOption, String> own = new EnumMap<>(AppOption.class);
        for (AppOption option : AppOption.values()) {
            String value = getAndRemoveParameter(parameters, option.key(), String.class);
            if (value != null) {
                own.put(option, value);
            }
        }
        // The stock method uses the map up; what is for the endpoint itself is set once more on ours.
        Map<String, Object> copy = new LinkedHashMap<>(parameters);
        ServiceBusEndpoint stock = (ServiceBusEndpoint) super.createEndpoint(uri, remaining, parameters);
        BuswayServiceBusEndpoint endpoint = new BuswayServiceBusEndpoint(uri, this, stock.getConfiguration(), own);
        setProperties(endpoint, copy);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        BinaryDataConverters.addTo(getCamelContext().getTypeConverterRegistry());
        prepare(getCamelContext());
        QuietAwaitManager.use(getCamelContext());
        ScheduledExecutorService before = PluginHelper.getErrorHandlerExecutorService(getCamelContext());
        if (!(before instanceof RedeliveryScheduler)) {
            getCamelContext()
                    .getCamelContextExtension()
                    .addContextPlugin(ScheduledExecutorService.class, new RedeliveryScheduler(before));
        }
    }

    @Override
    protected void doStop() throws Exception {
        directSenders.values().forEach(DirectSender::close);
        directSenders.clear();
        synchronized (this) {
            drainedBy = null;
            closedBy = null;
            if (timer != null) {
                timer.shutdownNow();
                timer = null;
            }
            if (senders != null) {
                senders.shutdown();
                senders = null;
            }
        }
        super.doStop();
    }

    Map<AppOption, String> defaults() {
        return defaults;
    }

    /** For the bodies of all apps. */
    MemoryShare memory() {
        return memory;
    }

    /** Another share for the apps that are started from now on. */
    void memory(MemoryShare share) {
        memory = share;
    }

    void add(Pump pump) {
        pumps.add(pump);
    }

    void remove(Pump pump) {
        pumps.remove(pump);
    }

    /**
     * Begins to drain every app, so that a stop takes as long as the slowest and not as all of them one after another; gives
     * by when all of them have to be drained, by {@link System#nanoTime}. The first call decides on it.
     */
    synchronized long drainAll(long now, Duration timeout) {
        if (drainedBy == null) {
            drainedBy = now + timeout.toNanos();
            pumps.forEach(pump -> {
                var unused = pump.drain();
            });
        }
        return drainedBy;
    }

    /**
     * Begins to abandon what the apps that are not drained still have; gives by when all of them have to be closed. The first
     * call decides on it.
     */
    synchronized long abandonAll(long now, Duration lastSettlements) {
        if (closedBy == null) {
            closedBy = now + lastSettlements.toNanos();
            pumps.forEach(pump -> {
                var unused = pump.abandonAll();
            });
        }
        return closedBy;
    }

    /** The settings of an endpoint; equal ones are the same object, since every message compares them. */
    ConnectionSettings settings(ServiceBusConfiguration configuration) {
        return settings.computeIfAbsent(ConnectionSettings.of(configuration), same -> same);
    }

    /** The sender for what hangs on no input; all endpoints with the same settings share it. */
    DirectSender directSender(ConnectionSettings settings) {
        return directSenders.computeIfAbsent(
                settings, s -> new DirectSender(Connection.forSending(s), timer(), senders(), new DirectSendJournal()));
    }

    /** What happens later in any app, none of which blocks. */
    synchronized ScheduledExecutorService timer() {
        if (timer == null) {
            ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(TIMER_THREADS, task -> {
                Thread thread = new Thread(task, "servicebus-timer");
                thread.setDaemon(true);
                return thread;
            });
            created.setRemoveOnCancelPolicy(true);
            timer = created;
        }
        return timer;
    }

    /** On which exchanges that wait for a direct send go on; as many threads as there are of those, and none when idle. */
    private synchronized ExecutorService senders() {
        if (senders == null) {
            AtomicLong numbers = new AtomicLong();
            senders = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "servicebus-sent-" + numbers.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
        }
        return senders;
    }

    /** {@code atomic} (default) or {@code at-least-once}. */
    public void setHandoff(String handoff) {
        HandoffMode.parse(handoff);
        defaults.put(AppOption.HANDOFF, handoff);
    }

    /** Failures in a row after which an app takes no messages for a while; 0 (default) is never. */
    public void setPauseAfterFailures(String failures) {
        defaults.put(AppOption.PAUSE_AFTER_FAILURES, failures);
    }

    /** How long that while is: milliseconds, or a duration such as {@code 30s} (default). */
    public void setPauseDuration(String duration) {
        defaults.put(AppOption.PAUSE_DURATION, duration);
    }

    /** How long a message session may bring nothing before another has its turn: milliseconds, or such as {@code 2s} (default). */
    public void setSessionIdleTimeout(String duration) {
        defaults.put(AppOption.SESSION_IDLE_TIMEOUT, duration);
    }

    /** How often a message that keeps failing is scheduled for later; 0 (default) is never. */
    public void setDelayedRedeliveries(String count) {
        defaults.put(AppOption.DELAYED_REDELIVERIES, count);
    }

    /** The delay before the first of them: milliseconds, or a duration such as {@code 1m} (default). */
    public void setDelayedRedeliveryDelay(String delay) {
        defaults.put(AppOption.DELAYED_REDELIVERY_DELAY, delay);
    }

    /** The factor, at least 1 and by default 2, by which each further delay is longer. */
    public void setDelayedRedeliveryMultiplier(String multiplier) {
        defaults.put(AppOption.DELAYED_REDELIVERY_MULTIPLIER, multiplier);
    }

    /** What no such delay exceeds: milliseconds, or a duration such as {@code 1h} (default). */
    public void setDelayedRedeliveryMaxDelay(String delay) {
        defaults.put(AppOption.DELAYED_REDELIVERY_MAX_DELAY, delay);
    }

    public String getHandoff() {
        return defaults.get(AppOption.HANDOFF);
    }

    public String getPauseAfterFailures() {
        return defaults.get(AppOption.PAUSE_AFTER_FAILURES);
    }

    public String getPauseDuration() {
        return defaults.get(AppOption.PAUSE_DURATION);
    }

    public String getSessionIdleTimeout() {
        return defaults.get(AppOption.SESSION_IDLE_TIMEOUT);
    }

    public String getDelayedRedeliveries() {
        return defaults.get(AppOption.DELAYED_REDELIVERIES);
    }

    public String getDelayedRedeliveryDelay() {
        return defaults.get(AppOption.DELAYED_REDELIVERY_DELAY);
    }

    public String getDelayedRedeliveryMultiplier() {
        return defaults.get(AppOption.DELAYED_REDELIVERY_MULTIPLIER);
    }

    public String getDelayedRedeliveryMaxDelay() {
        return defaults.get(AppOption.DELAYED_REDELIVERY_MAX_DELAY);
    }
}
