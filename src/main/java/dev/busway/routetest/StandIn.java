package dev.busway.routetest;

import com.fasterxml.jackson.databind.JsonNode;

/** What a bean step does in a test instead of calling its bean. */
sealed interface StandIn {

    /** Answers with a value; JSON {@code null} is a processor that returns null. */
    record Returns(JsonNode value) implements StandIn {}

    /**
     * Throws.
     *
     * @param times how often before the bean itself is called; {@link Integer#MAX_VALUE} = always
     * @param exception class of what is thrown; it has a constructor that takes a text
     */
    record Fails(int times, String exception) implements StandIn {

        static final String DEFAULT_EXCEPTION = "java.lang.IllegalStateException";
    }
}
