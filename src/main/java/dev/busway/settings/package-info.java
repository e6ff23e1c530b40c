/** Where values come from (environment, files, command line) and what a namespace or connection string must look like. */
package dev.busway.settings;
