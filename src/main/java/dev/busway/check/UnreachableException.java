package dev.busway.check;

/** Service Bus cannot be reached from here; the message says in one sentence what is wrong and what to do. */
public final class UnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreachableException(Finding finding) {
        super(finding.line());
    }
}
