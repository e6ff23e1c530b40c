/** Tries what the apps will need of Service Bus and says what to do about what is missing. */
package dev.busway.check;
