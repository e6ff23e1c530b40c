/** The Camel Main host: takes the settings, starts the apps and HTTP in order, stops them in reverse. */
package dev.busway.host;
