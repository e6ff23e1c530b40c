/** Where work runs: one at a time in order, or on workers of an app. */
package dev.busway.servicebus.work;
