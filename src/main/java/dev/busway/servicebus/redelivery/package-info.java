/** Waiting for the next try of a message without holding a thread. */
package dev.busway.servicebus.redelivery;
