/** Reads received messages whatever their senders have put into them; knows the Azure SDK only. */
package dev.busway.message;
