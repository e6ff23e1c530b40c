/** What {@code busway dev} adds to a host: sample messages in, results on the screen. */
package dev.busway.dev;
