/** Outputs and the completion of their input, brought to the broker together. */
package dev.busway.servicebus.handoff;
