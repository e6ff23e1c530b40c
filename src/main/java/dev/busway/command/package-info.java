/** The commands of {@code java -jar busway.jar}, one class each. */
package dev.busway.command;
