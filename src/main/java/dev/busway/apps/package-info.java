/** The apps, one package each, and what they share: plain Java that knows no Camel and no Azure. */
package dev.busway.apps;
