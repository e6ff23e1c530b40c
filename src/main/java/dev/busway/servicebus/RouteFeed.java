package dev.busway.servicebus;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.connection.Input;
import dev.busway.servicebus.connection.Target;
import dev.busway.servicebus.failure.DelayedRedeliveries;
import dev.busway.servicebus.failure.FailedSteps;
import dev.busway.servicebus.failure.Failure;
import dev.busway.servicebus.failure.FinalFailures;
import dev.busway.servicebus.failure.LaterCopy;
import dev.busway.servicebus.failure.TraceOnly;
import dev.busway.servicebus.handoff.AtomicHandoff;
import dev.busway.servicebus.handoff.Output;
import dev.busway.servicebus.identity.InputHeaders;
import dev.busway.servicebus.identity.MessageIds;
import dev.busway.servicebus.identity.Origin;
import dev.busway.servicebus.identity.OutputIds;
import dev.busway.servicebus.receive.Decision;
import dev.busway.servicebus.receive.Delivery;
import dev.busway.servicebus.receive.Ending;
import dev.busway.servicebus.receive.Feed;
import dev.busway.servicebus.receive.MessageLock;
import dev.busway.servicebus.redelivery.InFlight;
import dev.busway.servicebus.trace.MessageTrace;
import dev.busway.servicebus.work.OutOfMemory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.UnitOfWorkHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs a Camel route on received messages and reads from the exchange what shall become of each. */
final class RouteFeed implements Feed {

    /** The exchange property by which a route says that a message can never be processed, and why in one word. */
    static final String DEAD_LETTER_REASON = "BuswayDeadLetterReason";

    private static final Logger LOG = LoggerFactory.getLogger(RouteFeed.class);

    /** Together with the completion, what one transaction holds. */
    private static final int MOST_OUTPUTS = AtomicHandoff.MAX_OPERATIONS - 1;

    private final BuswayServiceBusConsumer consumer;
    private final String app;
    private final Input input;
    private final String entity;
    private final HeaderFilterStrategy headers;
    private final boolean deadLetterAllFailures;
    private final DelayedRedeliveries delays;
    private final ConnectionSettings settings;
    private final boolean atomic;
    private final Executor workers;
    private final PendingUnits units;

    /**
     * The route of one app.
     *
     * @param workers on which code of the route runs that hears of a message's end
     * @param units counts what runs there
     */
    RouteFeed(
            BuswayServiceBusConsumer consumer,
            String app,
            Input input,
            ConnectionSettings settings,
            AppOptions options,
            Executor workers,
            PendingUnits units) {
        this.consumer = consumer;
        this.app = app;
        this.input = input;
        this.entity = input.toString();
        this.headers = consumer.getEndpoint().getConfiguration().getHeaderFilterStrategy();
        this.deadLetterAllFailures =
                consumer.getEndpoint().getConfiguration().isEnableDeadLettering() && input.subQueue() == null;
        this.delays = options.delays();
        this.settings = settings;
        this.atomic = options.handoff() == HandoffMode.ATOMIC;
        this.workers = workers;
        this.units = units;
    }

    @Override
    public void process(Delivery delivery, Consumer<Decision> done) {
        Exchange exchange = consumer.createExchange(false);
        OutputIds ids = new OutputIds(MessageIds.origin(delivery.origin().id(), entity), exchange);
        InputHeaders given = InputHeaders.of(delivery.message());
        MessageWork work = new MessageWork(exchange, given, delivery.trace(), ids, settings, atomic);
        delivery.onStop(() -> exchange.setRouteStop(true));
        delivery.failsIn(FailedSteps.follow(exchange));
        exchange.setProperty(MessageLock.PROPERTY, delivery.lock());
        InFlight.mark(exchange, delivery);
        InputExchange.fill(exchange, given, headers);
        MessageUnit unit = new MessageUnit(exchange);
        exchange.getExchangeExtension().setUnitOfWork(unit);
        work.unit(unit);
        Settled settled = new Settled(exchange, unit, work);
        delivery.onEnd(settled::messageEnded);
        consumer.getAsyncProcessor()
                .process(
                        exchange,
                        doneSync -> whenDecided(exchange, work, () -> {
                            Decision decision = decideOrAbandon(delivery, exchange, work, settled);
                            try {
                                settled.routeEnded();
                                note(delivery.trace(), decision);
                            } catch (Throwable failure) {
                                // Whoever hears of the end must not keep it from coming.
                                OutOfMemory.check(failure);
                                LOG.error("What hears of the end of a route failed", TraceOnly.of(failure));
                            }
                            done.accept(decision);
                        }));
    }

    /** A branch that is late for a message that will be completed is waited for: what it sends belongs to the message. */
    private static void whenDecided(Exchange exchange, MessageWork work, Runnable decision) {
        if (hasFailed(exchange, work) || reason(exchange, work) != null) {
            decision.run();
        } else {
            work.whenQuiet(decision);
        }
    }

    private static boolean hasFailed(Exchange exchange, MessageWork work) {
        return exchange.getException() != null
                || exchange.isRollbackOnly()
                || exchange.isRollbackOnlyLast()
                || work.isRolledBackInBranch();
    }

    private static String reason(Exchange exchange, MessageWork work) {
        String own = exchange.getProperty(DEAD_LETTER_REASON, String.class);
        String reason = own == null ? work.reasonOfBranches() : own;
        return reason == null ? FinalFailures.reason(exchange.getException()).orElse(null) : reason;
    }

    @Override
    public void inContext(Delivery delivery, Runnable step) {
        MDC.put("app", app);
        MDC.put("messageId", delivery.message().getMessageId());
        MDC.put("correlationId", delivery.message().getCorrelationId());
        try {
            delivery.trace().inContext(step);
        } finally {
            MDC.remove("app");
            MDC.remove("messageId");
            MDC.remove("correlationId");
        }
    }

    private void note(MessageTrace trace, Decision decision) {
        decision.match(new Decision.Cases() {
            @Override
            public void complete(Decision.Complete complete) {
                trace.routeEnded("");
            }

            @Override
            public void tryLater(Decision.TryLater later) {
                trace.routeEnded(later.kind());
                var unused = trace.sends(input.name(), later.copy().message());
            }

            @Override
            public void abandon(Decision.Abandon abandon) {
                trace.routeEnded(abandon.kind());
            }

            @Override
            public void deadLetter(Decision.DeadLetter deadLetter) {
                trace.routeEnded(deadLetter.reason());
            }
        });
    }

    /** Camel keeps to itself what is thrown here, and the message would stay in flight for ever. */
    private Decision decideOrAbandon(Delivery delivery, Exchange exchange, MessageWork work, Settled settled) {
        try {
            return decide(delivery, exchange, work, settled);
        } catch (Throwable failure) {
            OutOfMemory.check(failure);
            Failure what = Failure.of(failure);
            return new Decision.Abandon(what.kind(), what.description());
        }
    }

    private Decision decide(Delivery delivery, Exchange exchange, MessageWork work, Settled settled) {
        Exception thrown = exchange.getException();
        OutOfMemory.check(thrown);
        String reason = reason(exchange, work);
        List<StagedOutputs.Staged> staged = work.staged().seal();
        if (reason != null) {
            // Also where the route calls the failure handled: completing what nobody could process would lose it.
            settled.notices(staged);
            Throwable caught =
                    thrown == null ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class) : thrown;
            return deadLetter(delivery, Failure.of(exchange, caught).as(reason));
        }
        if (!hasFailed(exchange, work)) {
            List<Output> outputs =
                    staged.stream().flatMap(each -> each.outputs().stream()).toList();
            return atomic && outputs.size() > MOST_OUTPUTS
                    ? deadLetter(delivery, tooMany(outputs.size()))
                    : new Decision.Complete(outputs);
        }
        if (isStopping() && (thrown instanceof RejectedExecutionException || thrown instanceof InterruptedException)) {
            return new Decision.Abandon("Stopped", "the app was stopped while the message was in work");
        }
        settled.notices(staged);
        if (LOG.isDebugEnabled()) {
            LOG.atDebug()
                    .addKeyValue("app", app)
                    .addKeyValue("messageId", delivery.message().getMessageId())
                    .setCause(TraceOnly.of(thrown))
                    .log("failed");
        }
        return afterFailure(delivery, Failure.of(exchange, thrown));
    }

    /** Every delivery would make as many again. */
    private static Failure tooMany(int outputs) {
        return new Failure(
                "TooManyOutputs",
                outputs + " outputs are more than the " + MOST_OUTPUTS
                        + " of one transaction; set handoff=at-least-once for this app");
    }

    /** Otherwise it is a pool of the app that rejects, or a thread of its own that was interrupted: a failure like others. */
    private boolean isStopping() {
        return consumer.getEndpoint().getCamelContext().isStopping()
                || consumer.isStoppingOrStopped()
                || consumer.isSuspendingOrSuspended();
    }

    private Decision afterFailure(Delivery delivery, Failure failure) {
        if (delays.isOn()) {
            ServiceBusReceivedMessage message = delivery.message();
            Origin origin = delivery.origin().within(delays.count());
            if (origin.attempt() < delays.count()) {
                Output copy = new Output(
                        new Target(input.name(), false), LaterCopy.of(message, origin, failure, delays, Instant.now()));
                return new Decision.TryLater(copy, failure.kind(), failure.description());
            }
            return deadLetter(delivery, failure.as("RedeliveriesUsedUp"));
        }
        return deadLetterAllFailures
                ? deadLetter(delivery, failure)
                : new Decision.Abandon(failure.kind(), failure.description());
    }

    private static Decision deadLetter(Delivery delivery, Failure failure) {
        Map<String, Object> history = delivery.origin().attempt() == 0
                ? Map.of()
                : LaterCopy.history(delivery.message(), failure, Instant.now());
        return new Decision.DeadLetter(failure.kind(), failure.description(), history);
    }

    /**
     * Waits for two things, the end of the route and the end of our hold on the message, and then ends the unit of work with
     * what became of the message. So what hears of that end (onCompletion, idempotentConsumer) hears the truth.
     */
    private final class Settled {

        private final Exchange exchange;
        private final MessageUnit unit;
        private final MessageWork work;
        private List<StagedOutputs.Staged> notices = List.of(); // written before the route's end is told
        private Ending ending; // guarded by this
        private String kind; // guarded by this
        private boolean routeEnded; // guarded by this

        Settled(Exchange exchange, MessageUnit unit, MessageWork work) {
            this.exchange = exchange;
            this.unit = unit;
            this.work = work;
        }

        /** What tells of the failure of the message goes out when the message has ended. */
        void notices(List<StagedOutputs.Staged> staged) {
            notices = staged.stream().filter(StagedOutputs.Staged::notice).toList();
        }

        void routeEnded() {
            synchronized (this) {
                routeEnded = true;
                if (ending == null) {
                    return;
                }
            }
            end();
        }

        void messageEnded(Ending how, String why) {
            synchronized (this) {
                ending = how;
                kind = why;
                if (!routeEnded) {
                    return;
                }
            }
            end();
        }

        private void end() {
            if (ending != Ending.LOCK_LOST) {
                notices.forEach(this::send);
            }
            if (ending != Ending.COMPLETED && exchange.getException() == null) {
                Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
                exchange.setException(caught == null ? new NotHandedOff(ending + " " + kind) : caught);
            }
            if (unit.isWatched()) {
                units.begin();
                workers.execute(this::endUnit);
            } else {
                endUnit();
            }
        }

        private void send(StagedOutputs.Staged notice) {
            consumer.getEndpoint().getComponent().directSender(settings).offer(notice.outputs(), error -> {
                notice.traces().forEach(each -> each.ended(error));
                if (error != null) {
                    LOG.atWarn()
                            .addKeyValue("app", app)
                            .addKeyValue("messageId", work.input().getMessageId())
                            .addKeyValue("reason", Failure.of(error).kind())
                            .log("the notice of a failure could not be sent");
                }
            });
        }

        private void endUnit() {
            try {
                MDC.put("app", app);
                MDC.put("messageId", work.input().getMessageId());
                // Its end is heard in the route that it began in, which Camel has left already.
                unit.pushRoute(consumer.getRoute());
                MessageWork.copyingBeside("completed", () -> UnitOfWorkHelper.doneUow(unit, exchange));
                consumer.releaseExchange(exchange, false);
            } finally {
                MDC.remove("app");
                MDC.remove("messageId");
                if (unit.isWatched()) {
                    units.end();
                }
            }
        }
    }
}
