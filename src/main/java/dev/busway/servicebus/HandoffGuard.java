package dev.busway.servicebus;

import dev.busway.servicebus.failure.FinalFailures;
import dev.busway.servicebus.identity.InputHeaders;
import dev.busway.servicebus.redelivery.InFlight;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands between each step of a route and its error handler, so once for each attempt of the step. It makes the handoff
 * independent of how a route is written:
 *
 * <ol>
 *   <li>A failure that no retry can help ends the retries, whatever error handler the route has.
 *   <li>What a failed attempt has staged is forgotten when the step is tried again.
 *   <li>What an {@code onException} sends is a notice, which goes out although the message has failed.
 *   <li>What a branch says of the message's fate counts, though Camel drops it with the branch.
 *   <li>The copy that a wireTap makes is beside the message.
 *   <li>A header that the route sets to the value it had counts as set.
 * </ol>
 */
final class HandoffGuard extends DelegateAsyncProcessor {

    private final boolean tap;
    private final boolean handlesFailure;
    private final List<String> headers;

    HandoffGuard(NamedNode step, Processor target) {
        super(target);
        this.tap = step instanceof WireTapDefinition;
        this.handlesFailure = isInOnException(step);
        this.headers = headersSetBy(step);
    }

    /** Those of the headers that a step sets for which it makes a difference that it did. */
    private static List<String> headersSetBy(NamedNode step) {
        Stream<SetHeaderDefinition> definitions = Stream.empty();
        if (step instanceof SetHeaderDefinition one) {
            definitions = Stream.of(one);
        } else if (step instanceof SetHeadersDefinition several) {
            definitions = several.getHeaders().stream();
        }
        return definitions
                .map(SetHeaderDefinition::getName)
                .filter(name -> name != null && InputHeaders.matters(name))
                .toList();
    }

    private static boolean isInOnException(NamedNode step) {
        for (NamedNode each = step; each != null; each = each.getParent()) {
            if (each instanceof OnExceptionDefinition) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        MessageWork work = MessageWork.of(exchange);
        if (work == null) {
            return super.process(exchange, callback);
        }
        if (work.isBeside()) {
            InFlight.unmark(exchange);
        }
        Branch branch = work.branch(exchange);
        Long failedAt = branch.failedAt(this, exchange);
        if (failedAt != null) {
            work.forget(branch, failedAt);
        }
        long mark = work.staged().mark();
        if (handlesFailure) {
            branch.handlesFailure(true);
        }
        AsyncCallback ended = doneSync -> {
            if (handlesFailure) {
                branch.handlesFailure(false);
            }
            ended(exchange, work, branch, mark);
            callback.done(doneSync);
        };
        if (!tap) {
            return super.process(exchange, ended);
        }
        boolean[] sync = new boolean[1];
        MessageWork.copyingBeside("tap", () -> sync[0] = super.process(exchange, ended));
        return sync[0];
    }

    private void ended(Exchange exchange, MessageWork work, Branch branch, long mark) {
        Exception thrown = exchange.getException();
        if (thrown != null) {
            branch.failed(this, mark);
            if (FinalFailures.reason(thrown).isPresent()) {
                exchange.getExchangeExtension().setRedeliveryExhausted(true);
            }
        }
        headers.forEach(header -> work.headers().renew(exchange.getMessage(), header));
        if (!work.isMain(branch)) {
            branch.note(exchange);
        }
    }
}
