package dev.busway.tracing;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.message.MessageReader;
import dev.busway.servicebus.trace.MessageTrace;
import dev.busway.servicebus.trace.MessageTracer;
import dev.busway.servicebus.trace.SendTrace;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Makes a span of each step that the component tells of. */
final class Spans implements MessageTracer {

    private final Tracer tracer;
    private final MessageContext contexts;

    Spans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.busway");
        this.contexts = new MessageContext(telemetry.getPropagators().getTextMapPropagator());
    }

    @Override
    public MessageTrace received(String app, String queue, ServiceBusReceivedMessage message) {
        Context sender = contexts.read(message.getApplicationProperties(), Context.root());
        SpanBuilder process = span("process", SpanKind.CONSUMER, queue, sender)
                .setAttribute(SpanKeys.APP, app)
                .setAttribute(SpanKeys.MESSAGE_ID, message.getMessageId())
                .setAttribute(SpanKeys.CONVERSATION, message.getCorrelationId())
                .setAttribute(SpanKeys.DELIVERY_COUNT, message.getDeliveryCount());
        if (MessageReader.enqueuedTime(message) != null) {
            process.setAttribute(
                    SpanKeys.ENQUEUED_TIME, MessageReader.enqueuedTime(message).toEpochSecond());
        }
        return new MessageSpans(this, queue, process.startSpan(), sender);
    }

    @Override
    public SendTrace sends(String target, ServiceBusMessage message) {
        return send(target, message, contexts.read(message.getApplicationProperties(), Context.current()));
    }

    SendSpan send(String target, ServiceBusMessage message, Context parent) {
        Span span = span("send", SpanKind.PRODUCER, target, parent)
                .setAttribute(SpanKeys.MESSAGE_ID, message.getMessageId())
                .setAttribute(SpanKeys.CONVERSATION, message.getCorrelationId())
                .startSpan();
        contexts.write(parent.with(span), message.getApplicationProperties());
        return new SendSpan(span);
    }

    Span settle(String queue, Context parent) {
        return span("settle", SpanKind.CLIENT, queue, parent).startSpan();
    }

    static void fail(Span span, String type) {
        span.setAttribute(SpanKeys.ERROR, type).setStatus(StatusCode.ERROR);
    }

    private SpanBuilder span(String operation, SpanKind kind, String queue, Context parent) {
        return tracer.spanBuilder(operation + " " + queue)
                .setSpanKind(kind)
                .setParent(parent)
                .setAttribute(SpanKeys.SYSTEM, SpanKeys.SERVICE_BUS)
                .setAttribute(SpanKeys.DESTINATION, queue)
                .setAttribute(SpanKeys.OPERATION, operation)
                .setAttribute(SpanKeys.OPERATION_TYPE, operation);
    }
}
