/**
 * Translates AMQP 1.0 (links, credit, dispositions, CBS, management, transactions) to calls on the engine, and
 * nothing else.
 */
package dev.busway.emulator.amqp;
