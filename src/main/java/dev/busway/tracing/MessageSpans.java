package dev.busway.tracing;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.busway.servicebus.trace.MessageTrace;
import dev.busway.servicebus.trace.SendTrace;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;

/**
 * The spans of one message: <i>process</i> from receipt to the end of the route, under it one <i>send</i> for each output
 * until the broker has it, and <i>settle</i> from the end of the route to the settlement.
 *
 * <ol>
 *   <li>The fields below {@code context} are guarded by this object.
 *   <li>A message may end before its route has: what the route does then is not noted.
 * </ol>
 */
final class MessageSpans implements MessageTrace {

    private final Spans spans;
    private final String queue;
    private final Span process;
    private final Context context;

    private final List<SendSpan> sends = new ArrayList<>(1);
    private Span settle;
    private boolean ended;

    MessageSpans(Spans spans, String queue, Span process, Context sender) {
        this.spans = spans;
        this.queue = queue;
        this.process = process;
        this.context = sender.with(process);
    }

    @Override
    public String traceId() {
        return process.getSpanContext().getTraceId();
    }

    @Override
    public String spanId() {
        return process.getSpanContext().getSpanId();
    }

    @Override
    public void inContext(Runnable step) {
        MDC.put("trace_id", traceId());
        MDC.put("span_id", spanId());
        try {
            context.wrap(step).run();
        } finally {
            MDC.remove("trace_id");
            MDC.remove("span_id");
        }
    }

    @Override
    public void retries(int nextTry, Duration delay) {
        process.addEvent("retry", Attributes.of(SpanKeys.TRY, (long) nextTry, SpanKeys.DELAY, delay.toMillis()));
    }

    @Override
    public SendTrace sends(String target, ServiceBusMessage message) {
        SendSpan send = spans.send(target, message, context);
        synchronized (this) {
            sends.add(send);
        }
        return send;
    }

    @Override
    public synchronized void routeEnded(String failure) {
        if (ended) {
            return;
        }
        if (!failure.isEmpty()) {
            sends.clear();
        }
        end(process, failure);
        settle = spans.settle(queue, context);
    }

    @Override
    public synchronized void ended(String disposition, String failure) {
        if (ended) {
            return;
        }
        ended = true;
        boolean lost = disposition.equals("lock_lost");
        if (disposition.equals("complete") || disposition.equals("schedule")) {
            sends.forEach(send -> send.ended(null));
        }
        Span last = settle == null ? process : settle;
        if (!lost) {
            last.setAttribute(SpanKeys.DISPOSITION, disposition);
        }
        // Giving a failed message back or moving it aside is what a settlement is for, and no error of it.
        end(last, lost || settle == null ? failure : "");
    }

    private static void end(Span span, String failure) {
        if (!failure.isEmpty()) {
            Spans.fail(span, failure);
        }
        span.end();
    }
}
