/** {@code busway test}: runs the tests that integrators write beside their routes, on the embedded Service Bus. */
package dev.busway.routetest;
