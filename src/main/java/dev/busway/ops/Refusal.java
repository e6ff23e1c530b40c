package dev.busway.ops;

/** A request that is not served, with the status and the one line that tells the caller why. */
final class Refusal extends RuntimeException {

    private final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
