/** Works a dead-letter queue: lists it, sends chosen messages in again, removes chosen messages; knows the Azure SDK only. */
package dev.busway.deadletter;
