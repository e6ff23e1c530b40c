/** How the log looks and what is left out of it. */
package dev.busway.logging;
