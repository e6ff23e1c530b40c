package dev.busway.servicebus.redelivery;

import dev.busway.servicebus.failure.TraceOnly;
import dev.busway.servicebus.work.OutOfMemory;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands around each step of each route.
 *
 * <ol>
 *   <li>An error that a step throws becomes the failure of its exchange. Camel does so with exceptions only: after a
 *       {@code StackOverflowError} or a {@code NoClassDefFoundError} an exchange never ends, or goes on as if it had succeeded.
 *   <li>Whatever thread a step runs on, and whatever thread it ends on, Camel's error handler finds the message of the
 *       exchange in {@link CurrentWork}; a step such as {@code threads} changes the thread in between.
 * </ol>
 */
public final class StepGuard implements InterceptStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(StepGuard.class);

    private StepGuard() {}

    /** Puts one around the steps of all routes that are added from now on. */
    public static void addTo(CamelContext context) {
        boolean known = context.getCamelContextExtension().getInterceptStrategies().stream()
                .anyMatch(StepGuard.class::isInstance);
        if (!known) {
            context.getCamelContextExtension().addInterceptStrategy(new StepGuard());
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new Guarded(AsyncProcessorConverterHelper.convert(target));
    }

    /** One step. */
    private static final class Guarded extends DelegateAsyncProcessor {

        Guarded(AsyncProcessor step) {
            super(step);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Retryable message = InFlight.of(exchange);
            CurrentWork.is(message);
            StepEnd end = new StepEnd(message, callback);
            if (message != null) {
                message.enters();
            }
            try {
                return end.returned(processor.process(exchange, end));
            } catch (Throwable failure) {
                OutOfMemory.check(failure);
                return end.threw(exchange, failure);
            } finally {
                if (message != null) {
                    message.leaves();
                }
            }
        }
    }

    /**
     * The end of one step, which comes once.
     *
     * <ol>
     *   <li>What ends before the step has returned goes on after that: Camel calls back before it passes on an error, and the
     *       exchange would go on as if nothing had happened.
     *   <li>What ends later, on whatever thread, goes on there as work on the message.
     * </ol>
     */
    private static final class StepEnd implements AsyncCallback {

        private enum State {
            INSIDE,
            ENDED_INSIDE,
            RETURNED,
            GONE_ON
        }

        private final Retryable message;
        private final AsyncCallback callback;
        private final AtomicReference<State> state = new AtomicReference<>(State.INSIDE);

        StepEnd(Retryable message, AsyncCallback callback) {
            this.message = message;
            this.callback = callback;
        }

        @Override
        public void done(boolean doneSync) {
            if (doneSync && state.compareAndSet(State.INSIDE, State.ENDED_INSIDE)) {
                return;
            }
            if (goesOnFrom(State.INSIDE) || goesOnFrom(State.RETURNED)) {
                CurrentWork.run(message, () -> callback.done(false));
            } else {
                LOG.warn("A step of a route has ended twice; its second end is without effect");
            }
        }

        /** Gives whether the step has ended on the thread that called it. */
        boolean returned(boolean sync) {
            if (goesOnFrom(State.ENDED_INSIDE) || (sync && goesOnFrom(State.INSIDE))) {
                callback.done(true);
                return true;
            }
            state.compareAndSet(State.INSIDE, State.RETURNED);
            return false;
        }

        boolean threw(Exchange exchange, Throwable failure) {
            if (goesOnFrom(State.ENDED_INSIDE) || goesOnFrom(State.INSIDE)) {
                exchange.setException(failure);
                callback.done(true);
                return true;
            }
            LOG.error("A step of a route has failed after its end", TraceOnly.of(failure));
            return false;
        }

        private boolean goesOnFrom(State before) {
            return state.compareAndSet(before, State.GONE_ON);
        }
    }
}
