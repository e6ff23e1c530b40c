/** Route files before and while they run: checked without side effects, exchanged safely, listed, and written anew. */
package dev.busway.routes;
