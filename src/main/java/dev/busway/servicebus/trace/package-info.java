/** What the component tells somebody who follows messages from queue to queue; it knows no tracing library itself. */
package dev.busway.servicebus.trace;
