/** Traces of messages by OpenTelemetry, from their sender through every queue; loaded only when it is switched on. */
package dev.busway.tracing;
