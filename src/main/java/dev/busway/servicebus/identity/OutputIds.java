package dev.busway.servicebus.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * Gives what a route sends while it works on one exchange its message ids, the same ones on every try. Safe for the threads
 * of a multicast or a split:
 *
 * <ol>
 *   <li>Outputs of different branches are counted apart, or the order in which parallel branches arrive would decide which
 *       output has which id.
 *   <li>Outputs of one branch to one target are counted as they come; within a branch the steps run one after the other.
 *   <li>A number that {@link Turn#failed} gives back is given again only if none was given after it: no two outputs that
 *       are sent share an id.
 * </ol>
 */
public final class OutputIds {

    /** The exchange property for an exchange that did not come from our consumer. */
    private static final String PROPERTY = "BuswayOutputIds";

    private final ConcurrentMap<Series, Integer> given = new ConcurrentHashMap<>(2);
    private final String origin;
    private final String exchangeId;

    /**
     * The ids for the outputs of one exchange.
     *
     * @param origin what they are derived from, see {@link MessageIds#origin}
     * @param exchange the one that the route works on; what is sent from it, not from a copy, belongs to no branch
     */
    public OutputIds(String origin, Exchange exchange) {
        this.origin = origin;
        this.exchangeId = exchange.getExchangeId();
    }

    /** The ids for an exchange that did not come from a message: its own, or those of the copy that a branch works on. */
    public static OutputIds of(Exchange exchange) {
        OutputIds known = exchange.getProperty(PROPERTY, OutputIds.class);
        if (known != null && known.exchangeId.equals(exchange.getExchangeId())) {
            return known;
        }
        OutputIds fresh = new OutputIds(exchange.getExchangeId(), exchange);
        exchange.setProperty(PROPERTY, fresh);
        return fresh;
    }

    /** For what one step of an exchange that did not come from a message sends to {@code target} at once. */
    public Turn turn(Exchange exchange, String target) {
        return new Turn(target, branch(exchange));
    }

    /**
     * For what one step sends to {@code target} at once.
     *
     * @param branch where the step is in the route, such as {@code /m2}; empty when it is in no branch
     */
    public Turn turn(String target, String branch) {
        return new Turn(target, branch);
    }

    private String branch(Exchange exchange) {
        if (exchange.getExchangeId().equals(exchangeId)) {
            // Camel leaves the number of the last branch on the exchange that the branches came from.
            return "";
        }
        Integer multicast = exchange.getProperty(ExchangePropertyKey.MULTICAST_INDEX, Integer.class);
        Integer split = exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX, Integer.class);
        String branch = (multicast == null ? "" : "m" + (multicast + 1)) + (split == null ? "" : "s" + (split + 1));
        return branch.isEmpty() ? "" : "/" + branch;
    }

    /** One step's share of the ids; for one thread. */
    public final class Turn {

        private final Deque<Taken> taken = new ArrayDeque<>(1);
        private final String target;
        private final String branch;

        private Turn(String target, String branch) {
            this.target = target;
            this.branch = branch;
        }

        /** The id of the next output; {@code explicit} is the one that the route has set, or null. */
        String next(String explicit) {
            String base = explicit == null ? origin + "/" + target + branch : explicit;
            Series series = new Series(target, base);
            int index = given.merge(series, 1, Integer::sum) - 1;
            taken.push(new Taken(series, index));
            return MessageIds.numbered(base, index);
        }

        /** To be called when the step failed and may be tried again: its outputs then get the same ids. */
        public void failed() {
            while (!taken.isEmpty()) {
                Taken last = taken.pop();
                given.replace(last.series(), last.index() + 1, last.index());
            }
        }
    }

    private record Series(String target, String base) {}

    private record Taken(Series series, int index) {}
}
