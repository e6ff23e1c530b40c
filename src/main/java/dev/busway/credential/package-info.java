/** The token credential that the host uses, and what became of the last request for a token. */
package dev.busway.credential;
