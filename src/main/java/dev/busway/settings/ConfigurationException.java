package dev.busway.settings;

/** Something a person configured is wrong; the message says what is wrong, where, and what to do. Ends in exit code 2. */
public class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
