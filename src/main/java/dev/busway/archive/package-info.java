/** Makes the archive of loaded classes that lets the Java virtual machine start the host in less than half the time. */
package dev.busway.archive;
