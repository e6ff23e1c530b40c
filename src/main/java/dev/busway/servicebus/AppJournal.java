package dev.busway.servicebus;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.message.MessageReader;
import dev.busway.servicebus.failure.Failure;
import dev.busway.servicebus.failure.TraceOnly;
import dev.busway.servicebus.handoff.HandoffListener;
import dev.busway.servicebus.receive.Delivery;
import dev.busway.servicebus.receive.Ending;
import dev.busway.servicebus.receive.PumpListener;
import dev.busway.servicebus.trace.MessageTracer;
import dev.busway.servicebus.work.OutOfMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts, logs and passes on what happens to the messages of one app. Any thread may write to it and read from it.
 *
 * <p>Lines about messages go to a logger of their own, {@code dev.busway.servicebus.messages.<app>}, so that operators can silence
 * per-message lines and keep per-app lines. How many of them there are is bounded by {@link CompletedLines} and {@link FailureLines}.
 */
final class AppJournal implements PumpListener, HandoffListener {

    private static final String MESSAGES = "dev.busway.servicebus.messages.";
    private static final String APPS = "dev.busway.servicebus.apps.";
    /** Whole exceptions, whose texts may quote messages; off unless its level is set by name. */
    private static final Logger EXCEPTIONS = LoggerFactory.getLogger("dev.busway.exceptions");

    private static final int IDS_WAIT_SECONDS = 1;

    private static final Failure UNKNOWN = new Failure("Failed", "a step failed");

    private final String app;
    private final String queue;
    private final List<MessageObserver> observers;
    private final MessageTracer tracer;
    private final CompletedLines completedLines;
    private final ScheduledExecutorService timer;
    private final Logger messages;
    private final Logger apps;
    private final FailureLines failures = new FailureLines(System::nanoTime);
    private final AtomicBoolean idsWait = new AtomicBoolean();
    private final LongAdder received = new LongAdder();
    private final LongAdder redelivered = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final AtomicBoolean othersFailed = new AtomicBoolean();
    private final Map<Ending, LongAdder> endings = new EnumMap<>(Ending.class);
    private volatile long lastMessageAt = Long.MIN_VALUE;
    private volatile Problem lastError;
    private volatile Duration lock;

    /**
     * A journal of an app to which nothing has happened.
     *
     * @param tracer null when nobody follows messages
     * @param completedLines which messages that went well have a line
     * @param timer on which collected ids are written
     */
    AppJournal(
            String app,
            String queue,
            List<MessageObserver> observers,
            MessageTracer tracer,
            CompletedLines completedLines,
            ScheduledExecutorService timer) {
        this.app = app;
        this.completedLines = completedLines;
        this.timer = timer;
        this.messages = LoggerFactory.getLogger(MESSAGES + app);
        this.apps = LoggerFactory.getLogger(APPS + app);
        this.queue = queue;
        this.tracer = tracer;
        this.observers = List.copyOf(observers);
        for (Ending ending : Ending.values()) {
            endings.put(ending, new LongAdder());
        }
    }

    Counts counts() {
        return new Counts(
                received.sum(),
                count(Ending.COMPLETED),
                count(Ending.ABANDONED),
                count(Ending.DEAD_LETTERED),
                redelivered.sum(),
                count(Ending.RELEASED),
                count(Ending.LOCK_LOST),
                count(Ending.SCHEDULED),
                sent.sum());
    }

    private long count(Ending ending) {
        return endings.get(ending).sum();
    }

    Instant lastMessageAt() {
        return lastMessageAt == Long.MIN_VALUE ? null : Instant.ofEpochMilli(lastMessageAt);
    }

    Problem lastError() {
        return lastError;
    }

    /** How long the input locks its messages, as the first one has shown; null before that. */
    Duration lock() {
        return lock;
    }

    @Override
    public void received(Delivery delivery) {
        received.increment();
        lastMessageAt = System.currentTimeMillis();
        if (tracer != null) {
            follow(delivery);
        }
        if (lock == null && MessageReader.lockedUntil(delivery.message()) != null) {
            measureLock(delivery.message());
        }
        if (messages.isDebugEnabled()) {
            line(messages.atDebug(), delivery).log("received");
        }
    }

    private void follow(Delivery delivery) {
        try {
            delivery.followedBy(tracer.received(app, queue, delivery.message()));
        } catch (Throwable failure) {
            othersFailed(tracer, failure);
        }
    }

    /** Said once: what the queue is set to cannot be read without the right to manage, and its first message shows it. */
    private void measureLock(ServiceBusReceivedMessage message) {
        Duration measured = Duration.between(
                Instant.now(), MessageReader.lockedUntil(message).toInstant());
        lock = measured;
        LoggingEventBuilder line = apps.atInfo().addKeyValue("app", app).addKeyValue("queue", queue);
        long seconds = Math.round(measured.toMillis() / 1000.0);
        if (!LockDuration.isPlausible(measured)) {
            line.log("messages seem to be locked for {} s, so the clock here and that of Service Bus differ", seconds);
        } else if (LockDuration.advice(measured).isPresent()) {
            line.log(
                    "messages are locked for {} s. {}",
                    seconds,
                    LockDuration.advice(measured).get());
        } else {
            line.log("messages are locked for {} s, and renewed in time", seconds);
        }
    }

    @Override
    public void backingOff(Delivery delivery, Duration delay) {
        redelivered.increment();
        delivery.trace().retries(delivery.nextTry(), delay);
        Failure failure = delivery.lastFailure().orElse(UNKNOWN);
        lastError = new Problem(Instant.now(), failure.kind(), failure.description());
        tellWhole(delivery);
        if (messages.isInfoEnabled()) {
            FailureLines.Verdict verdict = failures.retrying(failure.kind());
            if (verdict.ownLine()) {
                LoggingEventBuilder line = line(messages.atInfo(), delivery)
                        .addKeyValue("try", delivery.nextTry())
                        .addKeyValue("delayMs", delay.toMillis())
                        .addKeyValue("reason", failure.kind())
                        .addKeyValue("detail", failure.description());
                line = verdict.more() == 0 ? line : line.addKeyValue("more", verdict.more());
                withStack(line, delivery, verdict).log("retrying");
            }
        }
    }

    private static LoggingEventBuilder withStack(
            LoggingEventBuilder line, Delivery delivery, FailureLines.Verdict verdict) {
        Throwable thrown = delivery.lastThrown();
        return verdict.stack() && thrown != null && !Failure.isAboutTheBody(thrown)
                ? line.setCause(TraceOnly.of(thrown))
                : line;
    }

    private void tellWhole(Delivery delivery) {
        if (EXCEPTIONS.isDebugEnabled() && delivery.lastThrown() != null) {
            line(EXCEPTIONS.atDebug(), delivery).setCause(delivery.lastThrown()).log("failed");
        }
    }

    @Override
    public void ended(Delivery delivery, Ending ending, String kind, String detail, int outputs) {
        endings.get(ending).increment();
        sent.add(outputs);
        delivery.trace().ended(disposition(ending), kind);
        if (!kind.isEmpty()) {
            lastError = new Problem(Instant.now(), kind, detail);
        }
        if (ending == Ending.COMPLETED) {
            completed(delivery, outputs);
        } else {
            otherwise(delivery, ending, kind, detail);
        }
        tellObservers(delivery, ending);
    }

    private void completed(Delivery delivery, int outputs) {
        if (messages.isInfoEnabled() && completedLines.next()) {
            LoggingEventBuilder line = line(messages.atInfo(), delivery).addKeyValue("outputs", outputs);
            line = completedLines.every() == 1 ? line : line.addKeyValue("oneOf", completedLines.every());
            line.log("completed");
        }
    }

    private void otherwise(Delivery delivery, Ending ending, String kind, String detail) {
        Level level = level(ending);
        tellWhole(delivery);
        if (!messages.isEnabledForLevel(level)) {
            return;
        }
        FailureLines.Verdict verdict = failures.ended(ending, kind, detail, idOf(delivery.message()));
        if (!verdict.ownLine()) {
            collect();
            return;
        }
        LoggingEventBuilder line = line(messages.atLevel(level), delivery);
        if (!kind.isEmpty()) {
            line = line.addKeyValue("reason", kind).addKeyValue("detail", detail);
        }
        withStack(line, delivery, verdict).log(word(ending));
    }

    /** Messages that have no line of their own are named together, at the latest after a second. */
    private void collect() {
        write(failures.collected(false));
        if (idsWait.compareAndSet(false, true)) {
            try {
                var unused = timer.schedule(this::writeCollected, IDS_WAIT_SECONDS, TimeUnit.SECONDS);
            } catch (RejectedExecutionException stopping) {
                writeCollected();
            }
        }
    }

    private void writeCollected() {
        idsWait.set(false);
        write(failures.collected(true));
    }

    private void write(List<FailureLines.Collected> collected) {
        for (FailureLines.Collected each : collected) {
            LoggingEventBuilder line = messages.atLevel(level(each.ending()))
                    .addKeyValue("app", app)
                    .addKeyValue("count", each.ids().size());
            if (!each.kind().isEmpty()) {
                line = line.addKeyValue("reason", each.kind()).addKeyValue("detail", each.detail());
            }
            line.addKeyValue("messageIds", each.ids()).log(word(each.ending()));
        }
    }

    /** Writes what is still collected; to be called when no more messages end. */
    void close() {
        writeCollected();
    }

    private static Level level(Ending ending) {
        return ending == Ending.RELEASED || ending == Ending.SCHEDULED ? Level.INFO : Level.WARN;
    }

    /** Two messages without an id are told apart by the number that the broker gave. */
    private static String idOf(ServiceBusReceivedMessage message) {
        return message.getMessageId() == null ? "#" + message.getSequenceNumber() : message.getMessageId();
    }

    private static String word(Ending ending) {
        return switch (ending) {
            case COMPLETED -> "completed";
            case ABANDONED -> "abandoned";
            case DEAD_LETTERED -> "dead-lettered";
            case RELEASED -> "released";
            case LOCK_LOST -> "lock-lost";
            case SCHEDULED -> "scheduled";
            case LOST -> "lost";
        };
    }

    private static String disposition(Ending ending) {
        return switch (ending) {
            case COMPLETED -> "complete";
            case ABANDONED -> "abandon";
            case DEAD_LETTERED -> "dead_letter";
            case RELEASED -> "release";
            case LOCK_LOST -> "lock_lost";
            case SCHEDULED -> "schedule";
            case LOST -> "lose";
        };
    }

    private void tellObservers(Delivery delivery, Ending ending) {
        if (observers.isEmpty()) {
            return;
        }
        MessageOutcome outcome = MessageOutcome.valueOf(ending.name());
        ServiceBusReceivedMessage message = delivery.message();
        long critical = MessageReader.enqueuedTime(message) == null
                ? -1
                : Math.max(
                        0,
                        System.currentTimeMillis()
                                - MessageReader.enqueuedTime(message)
                                        .toInstant()
                                        .toEpochMilli());
        tell(observer -> observer.settled(app, outcome, delivery.processingNanos(), critical));
    }

    @Override
    public void handedOff(int messages) {
        tell(observer -> observer.handedOff(app, messages));
    }

    @Override
    public void lockRenewed(Delivery delivery, boolean renewed) {
        tell(observer -> observer.lockRenewed(app, renewed));
    }

    /** An observer is somebody else's: what it throws must not keep a message from its end. */
    private void tell(Consumer<MessageObserver> what) {
        for (MessageObserver observer : observers) {
            try {
                what.accept(observer);
            } catch (Throwable failure) {
                othersFailed(observer, failure);
            }
        }
    }

    private void othersFailed(Object part, Throwable failure) {
        OutOfMemory.check(failure);
        if (othersFailed.compareAndSet(false, true)) {
            apps.atError()
                    .addKeyValue("app", app)
                    .setCause(TraceOnly.of(failure))
                    .log(
                            "{} failed; further failures are not logged",
                            part.getClass().getName());
        }
    }

    @Override
    public void trouble(String kind, String message) {
        lastError = new Problem(Instant.now(), kind, message);
        apps.atWarn().addKeyValue("app", app).addKeyValue("reason", kind).log(message);
    }

    @Override
    public void changed(String what) {
        apps.atInfo().addKeyValue("app", app).log(what);
    }

    private LoggingEventBuilder line(LoggingEventBuilder line, Delivery delivery) {
        ServiceBusReceivedMessage message = delivery.message();
        return line.addKeyValue("app", app)
                .addKeyValue("messageId", message.getMessageId())
                .addKeyValue("correlationId", message.getCorrelationId())
                .addKeyValue("sequenceNumber", MessageReader.sequenceNumber(message))
                .addKeyValue("deliveryCount", message.getDeliveryCount())
                .addKeyValue("ms", delivery.age().toMillis())
                .addKeyValue("trace_id", delivery.trace().traceId())
                .addKeyValue("span_id", delivery.trace().spanId());
    }
}
