package dev.busway.emulator;

import dev.busway.emulator.amqp.AmqpConnection;
import dev.busway.emulator.amqp.AmqpServer;
import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.queue.QueueEngine;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.apache.qpid.proton.amqp.Symbol;

/**
 * Makes things go wrong on purpose: at once, or at a step of a client's work. May be used from any thread.
 *
 * <pre>{@code
 * faults.inject(new Fault.Refuse(FaultStep.SEND, "orders", "com.microsoft:server-busy")).forNext(3);
 * try (ActiveFault slow = faults.inject(new Fault.Latency(ofMillis(10), ofMillis(10))).untilOff()) { ... }
 * faults.cutConnections();
 * }</pre>
 */
public final class Faults {

    private static final String FORCED = "The link is force detached by the emulator.";

    private final FaultGate gate;
    private final LoopCalls calls;
    private final QueueEngine engine;
    private final AmqpServer server;

    Faults(FaultGate gate, LoopCalls calls, QueueEngine engine, AmqpServer server) {
        this.gate = gate;
        this.calls = calls;
        this.engine = engine;
        this.server = server;
    }

    /** Prepares a fault; it can strike as soon as it is said when. */
    public Injection inject(Fault fault) {
        return new Injection(Objects.requireNonNull(fault, "fault"));
    }

    /** The faults that may strike, in the order in which they are asked; the first one that strikes counts. */
    public List<ActiveFault> active() {
        return gate.all();
    }

    /** Switches all faults off. */
    public void clear() {
        gate.clear();
    }

    /** Cuts all connections without a word; says how many. */
    public int cutConnections() {
        return calls.call(() -> {
            List<AmqpConnection> connections = server.connections();
            connections.forEach(AmqpConnection::cut);
            return connections.size();
        });
    }

    /** Detaches all links to a queue and to its management node, as the service does when it moves one; says how many. */
    public int detachLinks(String queue) {
        return detach(queue, Conditions.DETACH_FORCED, FORCED);
    }

    /** Drops all links to a queue as if the token that they were opened with had expired; says how many. */
    public int expireTokens(String queue) {
        return detach(queue, Conditions.UNAUTHORIZED_ACCESS, "ExpiredToken: The token is expired.");
    }

    /**
     * Detaches all control links, which rolls back what is open on them; says how many. The service does so with one that
     * was not used for ten minutes.
     */
    public int detachControlLinks() {
        return onConnections(each -> each.detachControlLinks(Conditions.DETACH_FORCED, FORCED));
    }

    /**
     * Has all links to a queue go dead: they stay attached, and nothing comes on them or is heard on them any more. The
     * queue's management node goes on to answer. Says how many.
     */
    public int silenceLinks(String queue) {
        return onConnections(each -> each.silence(queue));
    }

    private int detach(String queue, Symbol condition, String description) {
        return onConnections(each -> each.detach(queue, condition, description));
    }

    private int onConnections(ToIntFunction<AmqpConnection> action) {
        return calls.call(() -> server.connections().stream().mapToInt(action).sum());
    }

    /** Ends up to so many locks of a queue now, as if their time had run out; says how many. */
    public int loseLocks(String queue, int most) {
        return calls.call(() ->
                engine.findQueue(queue).map(found -> found.loseLocks(most)).orElse(0));
    }

    /** A fault that waits to be told when it may strike. */
    public final class Injection {

        private final Fault fault;

        private Injection(Fault fault) {
            this.fault = fault;
        }

        /** At each of the next so many steps that it is meant for. */
        public ActiveFault forNext(int times) {
            if (times < 1) {
                throw new IllegalArgumentException("times must be at least 1: " + times);
            }
            return activate(FaultTrigger.next(times));
        }

        /** Now and then, until it is switched off; the same seed strikes at the same steps. */
        public ActiveFault withProbability(double probability, long seed) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("probability must be 0 to 1: " + probability);
            }
            return activate(FaultTrigger.probability(probability, seed));
        }

        /** At every step that it is meant for, until it is switched off. */
        public ActiveFault untilOff() {
            return start(FaultTrigger.always());
        }

        private ActiveFault activate(FaultTrigger trigger) {
            if (fault instanceof Fault.Latency) {
                throw new IllegalArgumentException("latency can be injected until it is switched off only");
            }
            return start(trigger);
        }

        private ActiveFault start(FaultTrigger trigger) {
            ActiveFault started = new ActiveFault(fault, trigger, gate);
            gate.add(started);
            return started;
        }
    }
}
