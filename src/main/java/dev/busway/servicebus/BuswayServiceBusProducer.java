package dev.busway.servicebus;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.connection.Target;
import dev.busway.servicebus.handoff.DirectSender;
import dev.busway.servicebus.handoff.Output;
import dev.busway.servicebus.identity.InputHeaders;
import dev.busway.servicebus.identity.OutputIds;
import dev.busway.servicebus.identity.OutputMessages;
import dev.busway.servicebus.identity.UnsendableOutput;
import dev.busway.servicebus.trace.MessageTrace;
import dev.busway.servicebus.trace.MessageTracer;
import dev.busway.servicebus.trace.SendTrace;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.azure.servicebus.ServiceBusType;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.ExchangeHelper;

/**
 * Sends to one queue or topic. On an exchange that came from our consumer a message is staged, and goes to the broker
 * together with the completion of its input once the route has ended; on any other it is sent at once, and the exchange goes
 * on when the broker has accepted it.
 */
final class BuswayServiceBusProducer extends DefaultAsyncProducer {

    private final BuswayServiceBusEndpoint endpoint;
    private final ConnectionSettings settings;
    private final Target target;
    private final OutputMessages messages;
    // Written by start, before any exchange comes; null when nobody follows messages.
    private volatile MessageTracer tracer;

    BuswayServiceBusProducer(BuswayServiceBusEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.settings = endpoint.getComponent().settings(endpoint.getConfiguration());
        this.target = new Target(
                endpoint.getConfiguration().getTopicOrQueueName(),
                endpoint.getConfiguration().getServiceBusType() == ServiceBusType.topic);
        this.messages = new OutputMessages(endpoint.getConfiguration());
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
        tracer = endpoint.getCamelContext().getRegistry().findSingleByType(MessageTracer.class);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        MessageWork work = MessageWork.of(exchange);
        OutputIds.Turn ids = work == null
                ? OutputIds.of(exchange).turn(exchange, target.name())
                : work.turn(exchange, target.name());
        try {
            List<Output> outputs = outputs(exchange, work, ids);
            boolean stages = work != null && !work.isBeside() && mayStage(work);
            List<SendTrace> traces = trace(work, outputs);
            if (stages && !outputs.isEmpty() && !work.stage(exchange, outputs, ids, traces)) {
                throw new IllegalStateException("The output to " + target.name()
                        + " comes too late: what is to become of the message is decided. Give the branch no timeout,"
                        + " or let it end before the route does.");
            }
            if (stages || outputs.isEmpty()) {
                callback.done(true);
                return true;
            }
            sender().offer(outputs, error -> {
                traces.forEach(each -> each.ended(error));
                if (error != null) {
                    ids.failed();
                    exchange.setException(error);
                }
                callback.done(false);
            });
            return false;
        } catch (RuntimeException e) {
            ids.failed();
            exchange.setException(e instanceof UnsendableOutput unsendable ? unsendable.in(step(exchange)) : e);
            callback.done(true);
            return true;
        }
    }

    /** The step of the route that sends, as people find it there. */
    private String step(Exchange exchange) {
        String node = exchange.getExchangeExtension().getHistoryNodeId();
        return "to " + target.name() + " (" + (node == null ? "" : "step " + node + " of ") + "route "
                + ExchangeHelper.getRouteId(exchange) + ")";
    }

    private List<Output> outputs(Exchange exchange, MessageWork work, OutputIds.Turn ids) {
        InputHeaders input = work == null ? null : work.headers();
        List<Output> outputs = new ArrayList<>(1);
        for (ServiceBusMessage message : messages.from(exchange, input, ids)) {
            outputs.add(new Output(target, message));
        }
        return outputs;
    }

    private List<SendTrace> trace(MessageWork work, List<Output> outputs) {
        if (tracer == null) {
            return List.of();
        }
        MessageTrace input = work == null || work.isBeside() ? MessageTrace.NONE : work.trace();
        return outputs.stream()
                .map(Output::message)
                .map(message -> input == MessageTrace.NONE
                        ? tracer.sends(target.name(), message)
                        : input.sends(target.name(), message))
                .toList();
    }

    /** A computed endpoint can turn out to be out of reach only now; see {@link StartCheck} for those that stand in a route. */
    private boolean mayStage(MessageWork work) {
        if (work.reaches(settings)) {
            return true;
        }
        if (work.isAtomic()) {
            throw new IllegalStateException(
                    "The output to " + target.name() + " goes over another namespace or with other credentials than"
                            + " the input, which one transaction cannot span: set"
                            + " handoff=at-least-once for this app.");
        }
        return false;
    }

    private DirectSender sender() {
        return endpoint.getComponent().directSender(settings);
    }
}
