package dev.busway.servicebus;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.handoff.Output;
import dev.busway.servicebus.identity.InputHeaders;
import dev.busway.servicebus.identity.OutputIds;
import dev.busway.servicebus.trace.MessageTrace;
import dev.busway.servicebus.trace.SendTrace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.spi.UnitOfWork;

/**
 * One input on its way through its route, and all that the handoff needs of it.
 *
 * <ol>
 *   <li>It hangs on the exchange where no step can reach it: neither a header nor a property, which routes may remove.
 *   <li>Copies that work for the message (multicast, split, enrich) share it. Those that do not (wireTap, onCompletion) get one
 *       of their own that is {@linkplain #isBeside() beside} the message: what they send goes out at once.
 *   <li>{@code open} counts the copies on which a step has run and whose unit of work has not ended.
 * </ol>
 */
final class MessageWork implements SafeCopyProperty {

    private static final String KEY = "BuswayMessageWork";

    /** Said on the thread that copies, because Camel tells a copy nothing of what it is for. */
    private static final ThreadLocal<String> COPIES_ARE = new ThreadLocal<>();

    private final InputHeaders input;
    private final MessageTrace trace;
    private final ConnectionSettings settings;
    private final boolean atomic;
    private final String exchangeId;
    private final OutputIds ids;
    private final String beside;
    private final StagedOutputs staged = new StagedOutputs();
    private final Branch main = Branch.main();
    private final Map<String, Branch> branches = new ConcurrentHashMap<>(2);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger copiesBeside = new AtomicInteger();
    private volatile UnitOfWork unit;
    private Runnable whenQuiet; // guarded by this

    /**
     * Work that begins.
     *
     * @param settings of the connection over which the outputs will go
     * @param atomic whether they must go in the transaction that completes the input
     */
    MessageWork(
            Exchange exchange,
            InputHeaders input,
            MessageTrace trace,
            OutputIds ids,
            ConnectionSettings settings,
            boolean atomic) {
        this(exchange.getExchangeId(), input, trace, ids, settings, atomic, null);
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, this);
    }

    private MessageWork(
            String exchangeId,
            InputHeaders input,
            MessageTrace trace,
            OutputIds ids,
            ConnectionSettings settings,
            boolean atomic,
            String beside) {
        this.exchangeId = exchangeId;
        this.input = input;
        this.trace = trace;
        this.ids = ids;
        this.settings = settings;
        this.atomic = atomic;
        this.beside = beside;
    }

    /** The work to which an exchange belongs; null for one that did not come from our consumer. */
    static MessageWork of(Exchange exchange) {
        return exchange.getExchangeExtension().getSafeCopyProperty(KEY, MessageWork.class);
    }

    /** Runs what makes copies that are beside the message; {@code kind} becomes part of the ids of what they send. */
    static void copyingBeside(String kind, Runnable copying) {
        String before = COPIES_ARE.get();
        COPIES_ARE.set(kind);
        try {
            copying.run();
        } finally {
            COPIES_ARE.set(before);
        }
    }

    @Override
    public SafeCopyProperty safeCopy() {
        String kind = COPIES_ARE.get();
        return kind == null || isBeside()
                ? this
                : new MessageWork(
                        null, input, trace, ids, settings, atomic, "/" + kind + copiesBeside.incrementAndGet());
    }

    /** Whether it is no part of the message's own work, and what it sends goes out at once. */
    boolean isBeside() {
        return beside != null;
    }

    /** The message that the route works on. */
    ServiceBusReceivedMessage input() {
        return input.message();
    }

    /** What the message has put into the headers of the exchange. */
    InputHeaders headers() {
        return input;
    }

    MessageTrace trace() {
        return trace;
    }

    boolean isAtomic() {
        return atomic;
    }

    /** Whether an endpoint with these settings can be reached over the connection of the input. */
    boolean reaches(ConnectionSettings other) {
        return settings.equals(other);
    }

    /** The unit of work of the route itself. */
    void unit(UnitOfWork its) {
        unit = its;
    }

    /** The ids for what a step sends to a target. */
    OutputIds.Turn turn(Exchange exchange, String target) {
        String path = branch(exchange).path();
        return ids.turn(target, isBeside() ? beside + path : path);
    }

    StagedOutputs staged() {
        return staged;
    }

    /** Keeps what a step sends until the message's fate is known; false when it is decided already. */
    boolean stage(Exchange exchange, List<Output> outputs, OutputIds.Turn turn, List<SendTrace> traces) {
        Branch branch = branch(exchange);
        boolean notice = branch.isInFailureHandler() || exchange.getProperty(RouteFeed.DEAD_LETTER_REASON) != null;
        return staged.stage(branch, outputs, turn, traces, notice);
    }

    /** The branch that an exchange is; looked for by its id, because Camel copies results back with all that hangs on them. */
    Branch branch(Exchange exchange) {
        String id = exchange.getExchangeId();
        if (id.equals(exchangeId)) {
            return main;
        }
        Branch known = branches.get(id);
        return known == null ? branches.computeIfAbsent(id, own -> enter(exchange)) : known;
    }

    private Branch enter(Exchange copy) {
        String from = copy.getProperty(ExchangePropertyKey.CORRELATION_ID, String.class);
        Branch parent = from == null ? main : branches.getOrDefault(from, main);
        Branch branch = Branch.of(copy, parent);
        UnitOfWork its = copy.getUnitOfWork();
        if (its != null && its != unit) {
            open.incrementAndGet();
            its.addSynchronization(new BranchEnd(this, branch));
        }
        return branch;
    }

    boolean isMain(Branch branch) {
        return branch == main;
    }

    /** The unit of work of a branch has ended. */
    void left(Exchange copy, Branch branch) {
        branch.note(copy);
        if (branch.reason() == null && !branch.isRolledBack()) {
            branches.remove(copy.getExchangeId());
        }
        if (open.decrementAndGet() == 0) {
            Runnable next;
            synchronized (this) {
                next = whenQuiet;
                whenQuiet = null;
            }
            if (next != null) {
                next.run();
            }
        }
    }

    /** Runs a task when no branch is at work any more; now, if none is. */
    void whenQuiet(Runnable task) {
        synchronized (this) {
            if (open.get() > 0) {
                whenQuiet = task;
                return;
            }
        }
        task.run();
    }

    /** A step is tried again that had begun at a mark: what it did in the failed attempt does not count. */
    void forget(Branch branch, long mark) {
        staged.forget(branch, mark);
        branches.values().stream()
                .filter(each -> each != branch && each.isWithin(branch))
                .forEach(Branch::forget);
    }

    /** The reason for dead-lettering that some branch has set; null when none has. */
    String reasonOfBranches() {
        return branches.values().stream()
                .map(Branch::reason)
                .filter(reason -> reason != null)
                .findFirst()
                .orElse(null);
    }

    boolean isRolledBackInBranch() {
        return branches.values().stream().anyMatch(Branch::isRolledBack);
    }
}
