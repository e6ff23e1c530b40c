package dev.busway.credential;

import java.time.Instant;
import java.util.List;

/** What became of the last request for a token. */
public sealed interface TokenAnswer {

    /** No token has been asked for yet. */
    record NotAsked() implements TokenAnswer {}

    /**
     * A token was given.
     *
     * @param at when
     * @param expiresAt until when the token holds
     */
    record Granted(Instant at, Instant expiresAt) implements TokenAnswer {}

    /**
     * No token was to be had.
     *
     * @param at when
     * @param tried the kinds of credential that were tried, in order, each with the reason why it gave none
     */
    record Refused(Instant at, List<Attempt> tried) implements TokenAnswer {
        public Refused {
            tried = List.copyOf(tried);
        }
    }

    /**
     * One kind of credential that gave no token.
     *
     * @param kind such as {@code ManagedIdentityCredential}
     * @param reason why, in one line; no secret
     */
    record Attempt(String kind, String reason) {}
}
