package dev.busway.command;

/** A running host could not be asked, or did not do what it was asked for; the message says why and what to look at. */
final class HostApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HostApiException(String message) {
        super(message);
    }
}
