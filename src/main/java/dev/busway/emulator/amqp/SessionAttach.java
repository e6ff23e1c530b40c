package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.Queue;
import dev.busway.emulator.queue.Receiver;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.SessionRequest;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnknownDescribedType;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.engine.Link;

/** An attach that asks for a message session: answered when the session is granted, or refused when it is not. */
final class SessionAttach {

    private static final Symbol FILTER = Symbol.valueOf("com.microsoft:session-filter");
    private static final Symbol TIMEOUT = Symbol.valueOf("com.microsoft:timeout");
    private static final Symbol LOCKED_UNTIL = Symbol.valueOf("com.microsoft:locked-until-utc");
    private static final long DEFAULT_TIMEOUT_MILLIS = 60_000;
    /** .NET counts time in ticks of 100 ns since the year 1. */
    private static final long TICKS_AT_EPOCH = 621_355_968_000_000_000L;

    private static final long TICKS_PER_MILLI = 10_000;

    private final AttachedLink attached;
    private final OutgoingLink outgoing;
    private final Queue queue;
    private final LinkAttacher attacher;
    private SessionRequest request;
    private boolean answered;

    SessionAttach(AttachedLink attached, OutgoingLink outgoing, Queue queue, LinkAttacher attacher) {
        this.attached = attached;
        this.outgoing = outgoing;
        this.queue = queue;
        this.attacher = attacher;
    }

    static boolean isWanted(Link link) {
        return link.getRemoteSource() instanceof Source source
                && source.getFilter() != null
                && source.getFilter().containsKey(FILTER);
    }

    void start() {
        Object filter = ((Source) attached.link.getRemoteSource()).getFilter().get(FILTER);
        Object id = filter instanceof DescribedType described ? described.getDescribed() : filter;
        request = queue.requestSession(
                id == null ? null : id.toString(), outgoing.mode(), timeoutMillis(), outgoing, this::answer);
        if (!answered) {
            attached.cancelAttach = request::cancel;
        }
    }

    private long timeoutMillis() {
        Map<Symbol, Object> properties = attached.link.getRemoteProperties();
        Object timeout = properties == null ? null : properties.get(TIMEOUT);
        return timeout instanceof Number number ? number.longValue() : DEFAULT_TIMEOUT_MILLIS;
    }

    private void answer(Result<Receiver> result) {
        answered = true;
        attached.cancelAttach = null;
        result.handle(this::grant, refusal -> attacher.refuse(attached.link, refusal));
    }

    /** The Go SDK reads only filters that are described, others only plain ones: each gets what it wrote. */
    private Object asAsked(String id) {
        Object asked = ((Source) attached.link.getRemoteSource()).getFilter().get(FILTER);
        return asked instanceof DescribedType described ? new UnknownDescribedType(described.getDescriptor(), id) : id;
    }

    private void grant(Receiver receiver) {
        outgoing.receiveWith(receiver);
        Link link = attached.link;
        Source source = (Source) link.getRemoteSource().copy();
        Map<Symbol, Object> filter = new HashMap<>();
        receiver.sessionId().ifPresent(id -> filter.put(FILTER, asAsked(id)));
        source.setFilter(filter);
        link.setSource(source);
        link.setProperties(Map.of(LOCKED_UNTIL, receiver.sessionLockedUntil() * TICKS_PER_MILLI + TICKS_AT_EPOCH));
        attacher.accept(attached, outgoing);
    }
}
