package dev.busway.ops;

import dev.busway.http.LocalNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Who may do what needs a right. */
public sealed interface Access {

    /** Lets a guarded request pass or throws a refusal. */
    void require(OpsRequest request);

    /** Whether a request has the right, whatever it asks for. */
    default boolean isHeldBy(OpsRequest request) {
        try {
            require(request);
            return true;
        } catch (Refusal refused) {
            return false;
        }
    }

    /** How the page is to ask for it: {@code token}, {@code open} or {@code refused}. */
    String kind();

    /** Whoever has the token; nobody where it is null or blank. */
    static Access token(String token) {
        return token == null || token.isBlank() ? new Refused() : new Token(token.strip());
    }

    /** Everybody on this machine: for {@code dev}, which listens on loopback only. */
    static Access loopback() {
        return new Loopback();
    }

    /** Compares digests of equal length in constant time, so that neither the token nor its length can be measured. */
    final class Token implements Access {
        private static final String SCHEME = "bearer ";
        private final byte[] digest;

        private Token(String token) {
            this.digest = sha256(token.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void require(OpsRequest request) {
            String given = request.header("authorization").orElse("");
            if (!given.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
                throw new Refusal(401, "this needs the operations token: Authorization: Bearer <BUSWAY_OPS_TOKEN>");
            }
            // A header has bytes and no letters; servers hand it on as Latin-1, in which each letter is one byte.
            byte[] token = given.substring(SCHEME.length()).strip().getBytes(StandardCharsets.ISO_8859_1);
            if (!MessageDigest.isEqual(digest, sha256(token))) {
                throw new Refusal(401, "the operations token is wrong");
            }
        }

        @Override
        public String kind() {
            return "token";
        }

        @Override
        public String toString() {
            return "Token";
        }

        private static byte[] sha256(byte[] token) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(token);
            } catch (NoSuchAlgorithmException everyJdkHasIt) {
                throw new IllegalStateException(everyJdkHasIt);
            }
        }
    }

    /** Nobody. */
    final class Refused implements Access {
        @Override
        public void require(OpsRequest request) {
            throw new Refusal(403, "changes are switched off; set BUSWAY_OPS_TOKEN and start again to allow them");
        }

        @Override
        public String kind() {
            return "refused";
        }
    }

    /** Whoever asks this machine by a name of its own; any other name means that a foreign page was led here. */
    final class Loopback implements Access {
        @Override
        public void require(OpsRequest request) {
            if (!LocalNames.contain(request.header("host").orElse(""))) {
                throw new Refusal(403, "in dev only localhost is served, asked for by that name");
            }
        }

        @Override
        public String kind() {
            return "open";
        }
    }
}
