/** How texts that come from outside are shown to people: nothing in them can act on a terminal, forge a line, or quote a message. */
package dev.busway.text;
