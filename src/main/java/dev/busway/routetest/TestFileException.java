package dev.busway.routetest;

import dev.busway.settings.ConfigurationException;

/** A test file cannot be understood; the message names file, line, what is wrong and what to write. */
public final class TestFileException extends ConfigurationException {

    private static final long serialVersionUID = 1L;

    TestFileException(String place, int line, String what) {
        super(place + ":" + line + ": " + what);
    }

    TestFileException(String place, String what, Throwable cause) {
        super(place + ": " + what, cause);
    }
}
