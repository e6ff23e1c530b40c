/** The one HTTP server of the host, to which each part that operators see adds its paths. */
package dev.busway.http;
