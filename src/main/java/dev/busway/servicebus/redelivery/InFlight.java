package dev.busway.servicebus.redelivery;

import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;

/** Ties an exchange and its copies to the message on which they work, where no step of a route can remove it. */
public record InFlight(Retryable message) implements SafeCopyProperty {

    private static final String KEY = "BuswayInFlight";

    /** From now on the exchange works on a message. */
    public static void mark(Exchange exchange, Retryable message) {
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, new InFlight(message));
    }

    /** The exchange is a copy that works on none: it is beside the message. */
    public static void unmark(Exchange exchange) {
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, null);
    }

    /** The message on which an exchange works; null when it is none of ours. */
    static Retryable of(Exchange exchange) {
        InFlight found = exchange.getExchangeExtension().getSafeCopyProperty(KEY, InFlight.class);
        return found == null ? null : found.message();
    }

    @Override
    public SafeCopyProperty safeCopy() {
        return this;
    }
}
