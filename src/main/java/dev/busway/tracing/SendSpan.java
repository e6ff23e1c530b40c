package dev.busway.tracing;

import dev.busway.servicebus.trace.SendTrace;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.atomic.AtomicBoolean;

/** One message on its way to the broker. A span that is never ended is never exported. */
final class SendSpan implements SendTrace {

    private final Span span;
    private final AtomicBoolean ended = new AtomicBoolean();

    SendSpan(Span span) {
        this.span = span;
    }

    @Override
    public void ended(Throwable error) {
        if (ended.compareAndSet(false, true)) {
            if (error != null) {
                Spans.fail(span, error.getClass().getName());
            }
            span.end();
        }
    }
}
