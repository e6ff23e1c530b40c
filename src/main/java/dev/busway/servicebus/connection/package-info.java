/** The AMQP connections of the component and the SDK clients on them. */
package dev.busway.servicebus.connection;
