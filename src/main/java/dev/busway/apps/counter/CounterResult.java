package dev.busway.apps.counter;

/**
 * What was counted in a text.
 *
 * @param id the id of the text
 * @param characters Unicode code points
 * @param words words as Unicode Standard Annex 29 divides them; what holds no letter or digit is no word
 * @param uniqueWords different words, upper and lower case taken as one
 * @param lines 0 for an empty text, else its line breaks plus one
 * @param processedAt when this was counted, ISO 8601 in UTC
 */
public record CounterResult(String id, int characters, int words, int uniqueWords, int lines, String processedAt) {}
