/**
 * Messages as bytes: finds the sections of an encoded message without decoding it, and writes it out again.
 *
 * <p>What a sender wrote is kept byte for byte. On the way out only three sections are patched: the header (delivery
 * count), the annotations (those the broker owns), and, where the broker has something to add, single fields of the
 * properties and single entries of the application properties. Body and footer are copied as they came.
 */
package dev.busway.emulator.amqp.message;
