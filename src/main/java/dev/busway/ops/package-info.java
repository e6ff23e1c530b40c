/** What operators do over HTTP: the operations page, and the API under it with its guards. */
package dev.busway.ops;
