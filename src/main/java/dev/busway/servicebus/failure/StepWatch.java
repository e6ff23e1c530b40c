package dev.busway.servicebus.failure;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Notes for each message in which step it failed. Camel knows the step only while it runs: when the route has ended, or its error
 * handler has run steps of its own, that is forgotten.
 */
public final class StepWatch implements InterceptStrategy {

    private StepWatch() {}

    /** Watches the steps of all routes that are added to the context from now on. */
    public static void addTo(CamelContext context) {
        boolean known = context.getCamelContextExtension().getInterceptStrategies().stream()
                .anyMatch(StepWatch.class::isInstance);
        if (!known) {
            context.getCamelContextExtension().addInterceptStrategy(new StepWatch());
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new Watched(AsyncProcessorConverterHelper.convert(target), new RouteStep(definition));
    }

    /** One step. */
    private static final class Watched extends DelegateAsyncProcessor {

        private final RouteStep step;

        Watched(AsyncProcessor processor, RouteStep step) {
            super(processor);
            this.step = step;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return processor.process(exchange, doneSync -> ended(exchange, callback, doneSync));
        }

        private void ended(Exchange exchange, AsyncCallback callback, boolean doneSync) {
            if (exchange.getException() != null) {
                FailedSteps.of(exchange).ifPresent(steps -> steps.note(exchange.getException(), step));
            }
            callback.done(doneSync);
        }
    }
}
