/** The pump: takes messages under lock, keeps the locks, feeds a route, settles, and drains. */
package dev.busway.servicebus.receive;
