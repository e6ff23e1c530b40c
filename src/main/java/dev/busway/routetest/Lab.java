package dev.busway.routetest;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.emulator.ActiveFault;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.Fault;
import dev.busway.emulator.HistoryEvent;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.MessageEvent;
import dev.busway.emulator.queue.QueueCounts;
import dev.busway.emulator.queue.QueueSettings;
import dev.busway.host.Host;
import dev.busway.host.Lane;
import dev.busway.routetest.Observed.End;
import dev.busway.settings.Settings;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * A host and an embedded Service Bus, in which one test runs after the other. A test is told from those before it by the
 * sequence numbers that each queue has reached, so that nothing has to be cleared between them.
 *
 * <p>For one thread.
 */
final class Lab implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);
    private static final Duration ABANDONING = Duration.ofSeconds(10);
    private static final int PAGE = 100;
    private static final String DEAD_LETTERS = "/$DeadLetterQueue";

    private final ServiceBusEmulator emulator;
    private final Host host;
    private final StandIns standIns;
    private final RetryCount retries;
    private final ServiceBusClientBuilder clients;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, ServiceBusSenderClient> senders = new HashMap<>();
    private final Map<String, ServiceBusReceiverClient> readers = new HashMap<>();

    private Lab(ServiceBusEmulator emulator, Host host, StandIns standIns, RetryCount retries) {
        this.emulator = emulator;
        this.host = host;
        this.standIns = standIns;
        this.retries = retries;
        this.clients = new ServiceBusClientBuilder().connectionString(emulator.connectionString());
        host.lanes().forEach(lane -> lanes.put(lane.app(), lane));
    }

    /**
     * Starts both.
     *
     * @param sessionInputs input queues that hold message sessions
     */
    static Lab open(Settings settings, Collection<String> apps, Collection<String> sessionInputs) {
        ServiceBusEmulator emulator = ServiceBusEmulator.start(EmulatorOptions.DEFAULT);
        try {
            sessionInputs.forEach(
                    queue -> emulator.declareQueue(QueueSettings.of(queue).withRequiresSession(true)));
            StandIns standIns = new StandIns();
            RetryCount retries = new RetryCount();
            Host host = Host.start(quick(settings, apps, emulator.connectionString()), context -> {
                context.getCamelContextExtension().addInterceptStrategy(standIns);
                context.getManagementStrategy().addEventNotifier(retries);
                return List.of();
            });
            return new Lab(emulator, host, standIns, retries);
        } catch (RuntimeException e) {
            emulator.close();
            throw e;
        }
    }

    /** Retries in the process follow each other at once, and no app pauses because tests make it fail. */
    private static Settings quick(Settings settings, Collection<String> apps, String connectionString) {
        Settings quick = settings.with(Settings.CONNECTION_STRING, connectionString)
                .with(Settings.HTTP_PORT, "0")
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.RELOAD, "false")
                .with(Settings.TRACING, "false")
                .with("busway.retry.delay", "1")
                .with("busway.retry.max-delay", "1");
        for (String app : apps) {
            quick = quick.with(app + ".retry.delay", "1")
                    .with(app + ".retry.max-delay", "1")
                    .with(app + ".pauseAfterFailures", "0");
        }
        return quick;
    }

    Optional<Lane> lane(String app) {
        return Optional.ofNullable(lanes.get(app));
    }

    Set<String> apps() {
        return lanes.keySet();
    }

    Set<String> replaceableBeans() {
        return standIns.names();
    }

    /** Sends the message of a test and waits for its end, at most as long as the test allows. */
    Observed run(RouteTest test) {
        Lane lane = lanes.get(test.app());
        Map<String, Long> before = new HashMap<>();
        for (String queue : emulator.queues()) {
            before.put(queue, last(queue));
            before.put(queue + DEAD_LETTERS, last(queue + DEAD_LETTERS));
        }
        standIns.use(test.standIns());
        retries.take();
        List<ActiveFault> faults = inject(test, lane);
        try {
            return run(test, lane, before);
        } finally {
            faults.forEach(ActiveFault::close);
            standIns.use(Map.of());
        }
    }

    private List<ActiveFault> inject(RouteTest test, Lane lane) {
        List<ActiveFault> active = new ArrayList<>();
        test.faults().forEach((named, times) -> {
            for (Fault fault : named.faults(lane.input(), lane.outputs())) {
                active.add(emulator.faults().inject(fault).forNext(times));
            }
        });
        return active;
    }

    private Observed run(RouteTest test, Lane lane, Map<String, Long> before) {
        long sent = System.nanoTime();
        long firstEvent = nextEvent();
        if (test.given().deliveryCount() > 0) {
            sendDelivered(test, lane);
        } else {
            sender(lane.entrance()).sendMessage(message(test.given()));
        }
        List<Duration> delays = new ArrayList<>();
        boolean ended = false;
        while (!ended && System.nanoTime() - sent < test.within().toNanos()) {
            QueueCounts counts = emulator.counts(lane.input());
            if (counts.active() + counts.locked() == 0 && counts.scheduled() > 0) {
                deliverScheduled(lane, before, delays);
            } else if (counts.active() + counts.locked() + counts.deferred() == 0) {
                ended = true;
            } else {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
        OffsetDateTime endedAt = OffsetDateTime.now(ZoneOffset.UTC);
        Duration took = Duration.ofNanos(System.nanoTime() - sent);
        int redeliveries = redeliveries(lane.input(), firstEvent) - test.given().deliveryCount() - delays.size();
        return new Observed(
                ended ? end(lane, before) : new End.Unfinished(),
                outputs(lane, before),
                retries.take(),
                redeliveries,
                delays,
                endedAt,
                took);
    }

    private static ServiceBusMessage message(Given given) {
        ServiceBusMessage message = new ServiceBusMessage(given.body())
                .setMessageId(given.messageId() == null ? UUID.randomUUID().toString() : given.messageId())
                .setContentType(given.contentType())
                .setSubject(given.subject())
                .setCorrelationId(given.correlationId())
                .setReplyTo(given.replyTo());
        if (given.sessionId() != null) {
            message.setSessionId(given.sessionId());
        }
        message.getApplicationProperties().putAll(given.properties());
        return message;
    }

    /** While the app does not receive, the message is taken and abandoned so many times. */
    private void sendDelivered(RouteTest test, Lane lane) {
        suspend(test.app());
        try (ServiceBusReceiverClient receiver = receiver(lane.input(), SubQueue.NONE)) {
            sender(lane.entrance()).sendMessage(message(test.given()));
            for (int i = 0; i < test.given().deliveryCount(); i++) {
                receiver.receiveMessages(1, ABANDONING).forEach(receiver::abandon);
            }
        } finally {
            resume(test.app());
        }
    }

    private void suspend(String app) {
        try {
            host.context().getRouteController().suspendRoute(app);
        } catch (Exception e) {
            throw new IllegalStateException("The app " + app + " cannot be suspended", e);
        }
    }

    private void resume(String app) {
        try {
            host.context().getRouteController().resumeRoute(app);
        } catch (Exception e) {
            throw new IllegalStateException("The app " + app + " cannot be resumed", e);
        }
    }

    /** Time is a value here: what waits for its time is noted with its delay, and delivered now. */
    private void deliverScheduled(Lane lane, Map<String, Long> before, List<Duration> delays) {
        for (ServiceBusReceivedMessage waiting : since(lane.input(), before)) {
            if (waiting.getState() == ServiceBusMessageState.SCHEDULED) {
                delays.add(rounded(
                        Duration.between(OffsetDateTime.now(ZoneOffset.UTC), waiting.getScheduledEnqueueTime())));
                ServiceBusSenderClient sender = sender(lane.entrance());
                sender.cancelScheduledMessage(waiting.getSequenceNumber());
                sender.sendMessage(new ServiceBusMessage(waiting).setScheduledEnqueueTime(null));
            }
        }
    }

    private static Duration rounded(Duration delay) {
        return Duration.ofSeconds(Math.round(delay.toMillis() / 1_000.0));
    }

    private End end(Lane lane, Map<String, Long> before) {
        return since(lane.input() + DEAD_LETTERS, before).stream()
                .findFirst()
                .<End>map(letter -> new End.DeadLettered(
                        String.valueOf(letter.getDeadLetterReason()),
                        String.valueOf(letter.getDeadLetterErrorDescription())))
                .orElseGet(End.Completed::new);
    }

    private Map<String, List<ObservedMessage>> outputs(Lane lane, Map<String, Long> before) {
        Map<String, List<ObservedMessage>> outputs = new LinkedHashMap<>();
        for (String queue : emulator.queues()) {
            if (!queue.equalsIgnoreCase(lane.input())) {
                List<ObservedMessage> came =
                        since(queue, before).stream().map(ObservedMessage::of).toList();
                if (!came.isEmpty()) {
                    outputs.put(queue, came);
                }
            }
        }
        return outputs;
    }

    private long nextEvent() {
        List<HistoryEvent> events = emulator.history().events();
        return events.isEmpty() ? 0 : events.get(events.size() - 1).number() + 1;
    }

    /** What was released, as a paused app does with what still comes, counts as no delivery. */
    private int redeliveries(String input, long firstEvent) {
        int deliveries = count(MessageEvent.Kind.LOCKED, input, firstEvent)
                - count(MessageEvent.Kind.RELEASED, input, firstEvent);
        return Math.max(0, deliveries - 1);
    }

    private int count(MessageEvent.Kind kind, String input, long firstEvent) {
        return emulator.history()
                .events(event -> event.number() >= firstEvent
                        && event.kind() == kind
                        && event.queue().equalsIgnoreCase(input))
                .size();
    }

    private long last(String queue) {
        long last = 0;
        for (ServiceBusReceivedMessage message : peek(queue, 1)) {
            last = Math.max(last, message.getSequenceNumber());
        }
        return last;
    }

    private List<ServiceBusReceivedMessage> since(String queue, Map<String, Long> before) {
        return peek(queue, before.getOrDefault(queue, 0L) + 1);
    }

    private List<ServiceBusReceivedMessage> peek(String queue, long from) {
        boolean dead = queue.endsWith(DEAD_LETTERS);
        String entity = dead ? queue.substring(0, queue.length() - DEAD_LETTERS.length()) : queue;
        QueueCounts counts = emulator.counts(entity);
        if ((dead ? counts.deadLettered() : counts.active() + counts.locked() + counts.scheduled()) == 0) {
            return List.of();
        }
        ServiceBusReceiverClient reader = readers.computeIfAbsent(
                queue, name -> receiver(entity, dead ? SubQueue.DEAD_LETTER_QUEUE : SubQueue.NONE));
        List<ServiceBusReceivedMessage> found = new ArrayList<>();
        long next = from;
        while (true) {
            List<ServiceBusReceivedMessage> page =
                    reader.peekMessages(PAGE, next).stream().toList();
            found.addAll(page);
            if (page.size() < PAGE) {
                return found;
            }
            next = page.get(page.size() - 1).getSequenceNumber() + 1;
        }
    }

    private ServiceBusSenderClient sender(String entity) {
        return senders.computeIfAbsent(
                entity, name -> clients.sender().queueName(name).buildClient());
    }

    private ServiceBusReceiverClient receiver(String entity, SubQueue subQueue) {
        ServiceBusClientBuilder.ServiceBusReceiverClientBuilder builder =
                clients.receiver().subQueue(subQueue).disableAutoComplete();
        int slash = entity.indexOf("/Subscriptions/");
        return slash < 0
                ? builder.queueName(entity).buildClient()
                : builder.topicName(entity.substring(0, slash))
                        .subscriptionName(entity.substring(slash + "/Subscriptions/".length()))
                        .buildClient();
    }

    @Override
    public void close() {
        Set<AutoCloseable> closing = new HashSet<>(senders.values());
        closing.addAll(readers.values());
        senders.clear();
        readers.clear();
        for (AutoCloseable each : closing) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("A client of the test cannot be closed", e);
            }
        }
        host.close();
        emulator.close();
    }
}
