package dev.busway.apps.counter;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A text to count.
 *
 * @param id the sender's name for the text, repeated in the result
 * @param text the text, may be empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CounterText(String id, String text) {}
