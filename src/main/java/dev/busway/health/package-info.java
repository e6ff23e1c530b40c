/** What operators see over HTTP of the true state of each app. */
package dev.busway.health;
