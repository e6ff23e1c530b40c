/** Counts and times what the apps do, for Prometheus. */
package dev.busway.metrics;
