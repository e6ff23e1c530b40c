/** The command line and the Camel Main host: starts the parts in order, stops them in reverse. */
package dev.busway;
