package dev.busway.patterns;

import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** What the patterns call: public, because the routes name it. */
public final class Echo {

    /** The text itself. */
    public String echo(@Body String text) {
        return text;
    }

    /** The output queue first, then the end of the slip. */
    public String slip(@ExchangeProperty("CamelSlipEndpoint") String before) {
        return before == null ? "azure-servicebus:dynamic-router-out" : null;
    }
}
