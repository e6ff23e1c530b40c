package dev.busway.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.busway.text.Visible;

/** Prints the message of a line in the text format as one line: what a header says must not be able to forge another. */
final class VisibleMessageConverter extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return Visible.line(event.getFormattedMessage());
    }
}
