/** The embedded Service Bus as its users see it: start on a port, connection string, queues, faults, close. */
package dev.busway.emulator;
