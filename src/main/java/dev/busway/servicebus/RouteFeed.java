package dev.busway.servicebus;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.connection.Input;
import dev.busway.servicebus.connection.Target;
import dev.busway.servicebus.failure.DelayedRedeliveries;
import dev.busway.servicebus.failure.Failure;
import dev.busway.servicebus.failure.FinalFailures;
import dev.busway.servicebus.failure.LaterCopy;
import dev.busway.servicebus.failure.TraceOnly;
import dev.busway.servicebus.handoff.Output;
import dev.busway.servicebus.handoff.StagedOutputs;
import dev.busway.servicebus.identity.OutputIds;
import dev.busway.servicebus.receive.Decision;
import dev.busway.servicebus.receive.Delivery;
import dev.busway.servicebus.receive.Feed;
import dev.busway.servicebus.receive.MessageLock;
import dev.busway.servicebus.redelivery.Retryable;
import dev.busway.servicebus.trace.MessageTrace;
import dev.busway.servicebus.work.OutOfMemory;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs a Camel route on received messages and reads from the exchange what shall become of each. */
final class RouteFeed implements Feed {

    /** The exchange property by which a route says that a message can never be processed, and why in one word. */
    static final String DEAD_LETTER_REASON = "BuswayDeadLetterReason";

    private static final Logger LOG = LoggerFactory.getLogger(RouteFeed.class);

    private final BuswayServiceBusConsumer consumer;
    private final String app;
    private final Input input;
    private final HeaderFilterStrategy headers;
    private final boolean deadLetterAllFailures;
    private final DelayedRedeliveries delays;
    private final ConnectionSettings settings;
    private final boolean atomic;

    RouteFeed(
            BuswayServiceBusConsumer consumer,
            String app,
            Input input,
            ConnectionSettings settings,
            AppOptions options) {
        this.consumer = consumer;
        this.app = app;
        this.input = input;
        this.headers = consumer.getEndpoint().getConfiguration().getHeaderFilterStrategy();
        this.deadLetterAllFailures =
                consumer.getEndpoint().getConfiguration().isEnableDeadLettering() && input.subQueue() == null;
        this.delays = options.delays();
        this.settings = settings;
        this.atomic = options.handoff() == HandoffMode.ATOMIC;
    }

    @Override
    public void process(Delivery delivery, Consumer<Decision> done) {
        Exchange exchange = consumer.createExchange(false);
        OutputIds ids = new OutputIds(delivery.origin().id(), exchange);
        StagedOutputs staged = new StagedOutputs(delivery.message(), ids, settings, atomic);
        delivery.onStop(() -> exchange.setRouteStop(true));
        exchange.setProperty(StagedOutputs.PROPERTY, staged);
        exchange.setProperty(MessageLock.PROPERTY, delivery.lock());
        exchange.setProperty(Retryable.PROPERTY, delivery);
        if (delivery.trace() != MessageTrace.NONE) {
            exchange.setProperty(MessageTrace.PROPERTY, delivery.trace());
        }
        InputExchange.fill(exchange, delivery.message(), headers);
        consumer.getAsyncProcessor().process(exchange, doneSync -> {
            Decision decision = decideOrAbandon(delivery, exchange, staged);
            consumer.releaseExchange(exchange, false);
            note(delivery.trace(), decision);
            done.accept(decision);
        });
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
    private Decision decideOrAbandon(Delivery delivery, Exchange exchange, StagedOutputs staged) {
        try {
            return decide(delivery, exchange, staged);
        } catch (Throwable failure) {
            OutOfMemory.check(failure);
            Failure what = Failure.of(failure);
            return new Decision.Abandon(what.kind(), what.description());
        }
    }

    private Decision decide(Delivery delivery, Exchange exchange, StagedOutputs staged) {
        Exception thrown = exchange.getException();
        OutOfMemory.check(thrown);
        String reason = exchange.getProperty(DEAD_LETTER_REASON, String.class);
        if (reason == null) {
            reason = FinalFailures.reason(thrown).orElse(null);
        }
        if (reason != null) {
            // Also where the route calls the failure handled: completing what nobody could process would lose it.
            Throwable caught =
                    thrown == null ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class) : thrown;
            return deadLetter(delivery, Failure.of(caught).as(reason));
        }
        if (thrown == null && !exchange.isRollbackOnly()) {
            return new Decision.Complete(staged.seal());
        }
        staged.seal();
        if (thrown instanceof RejectedExecutionException || thrown instanceof InterruptedException) {
            return new Decision.Abandon("Stopped", "the app was stopped while the message was in work");
        }
        if (LOG.isDebugEnabled()) {
            LOG.atDebug()
                    .addKeyValue("app", app)
                    .addKeyValue("messageId", delivery.message().getMessageId())
                    .setCause(TraceOnly.of(thrown))
                    .log("failed");
        }
        return afterFailure(delivery, Failure.of(thrown));
    }

    private Decision afterFailure(Delivery delivery, Failure failure) {
        if (delays.isOn()) {
            ServiceBusReceivedMessage message = delivery.message();
            if (delivery.origin().attempt() < delays.count()) {
                Output copy = new Output(
                        new Target(input.name(), false),
                        LaterCopy.of(message, delivery.origin(), failure, delays, Instant.now()));
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
}
