package dev.busway.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Prints the fields after the message in the text format. */
final class FieldsConverter extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return Fields.text(Fields.of(event));
    }
}
