/**
 * The {@code azure-servicebus} Camel component with our consumer and producer: receive, lock renewal, settlement,
 * handoff, drain.
 */
package dev.busway.servicebus;
