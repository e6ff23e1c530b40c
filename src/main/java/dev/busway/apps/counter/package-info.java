/** Counts characters, words and lines of a text. */
package dev.busway.apps.counter;
