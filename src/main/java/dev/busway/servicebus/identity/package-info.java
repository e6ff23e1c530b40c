/** Which ids and properties a message has, and which of them its outputs inherit. */
package dev.busway.servicebus.identity;
