/** Measures the product against hand-written loops; each variant runs in a Java virtual machine of its own. */
package dev.busway.bench;
