/** What a failure is called, how it is described, and when what has failed is tried again. */
package dev.busway.servicebus.failure;
