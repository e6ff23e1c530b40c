package dev.busway.credential;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.busway.credential.TokenAnswer.Attempt;
import dev.busway.credential.TokenAnswer.Granted;
import dev.busway.credential.TokenAnswer.NotAsked;
import dev.busway.credential.TokenAnswer.Refused;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Passes every request for a token on and remembers how the last one ended, so that health can say why nobody is let
 * in. Says it in the log too, once when tokens fail and once when they come again. Safe for use by many threads.
 */
public final class WatchedCredential implements TokenCredential {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedCredential.class);

    private final Supplier<TokenCredential> making;
    private final AtomicReference<TokenAnswer> last = new AtomicReference<>(new NotAsked());

    // Guarded by this object's lock.
    private TokenCredential made;

    public WatchedCredential(TokenCredential credential) {
        this(() -> credential);
    }

    private WatchedCredential(Supplier<TokenCredential> making) {
        this.making = making;
    }

    /**
     * The credential of the environment: variables, workload identity, managed identity, developer tools. It is made by the
     * thread that first asks for a token, because that alone takes a tenth of a host's start.
     */
    public static WatchedCredential ofEnvironment() {
        return new WatchedCredential(() -> new DefaultAzureCredentialBuilder().build());
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        // One that cannot be made is no refusal; make() says so.
        return Mono.defer(
                () -> credential().getToken(request).doOnNext(this::granted).doOnError(this::refused));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        try {
            AccessToken token = credential().getTokenSync(request);
            granted(token);
            return token;
        } catch (RuntimeException e) {
            refused(e);
            throw e;
        }
    }

    /**
     * Makes the credential unless that has happened, and waits while another thread does.
     *
     * @throws RuntimeException when a variable of the environment has a value that no credential understands
     */
    public void make() {
        var unused = credential();
    }

    /** How the last request for a token ended. */
    public TokenAnswer last() {
        return last.get();
    }

    private synchronized TokenCredential credential() {
        if (made == null) {
            made = making.get();
        }
        return made;
    }

    private void granted(AccessToken token) {
        TokenAnswer before =
                last.getAndSet(new Granted(Instant.now(), token.getExpiresAt().toInstant()));
        if (before instanceof Refused) {
            LOG.info("A token was given again");
        }
    }

    private void refused(Throwable error) {
        List<Attempt> tried = RefusalReader.read(error);
        TokenAnswer before = last.getAndSet(new Refused(Instant.now(), tried));
        if (before instanceof Refused earlier && earlier.tried().equals(tried)) {
            return;
        }
        StringBuilder reasons = new StringBuilder();
        tried.forEach(attempt ->
                reasons.append("; ").append(attempt.kind()).append(": ").append(attempt.reason()));
        LOG.warn("No token for Service Bus; the host keeps trying{}", reasons);
    }
}
