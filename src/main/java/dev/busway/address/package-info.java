/** What can be received from, as Service Bus writes it, for everything that talks to Service Bus or names its parts. */
package dev.busway.address;
