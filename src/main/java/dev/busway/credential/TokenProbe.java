package dev.busway.credential;

import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks for a token at the start, and while none is to be had again every few seconds. Without it, a missing identity
 * would show only after a connection to the namespace stands, and a network that is down would hide it.
 */
public final class TokenProbe implements AutoCloseable {

    /** What a token has to be good for. */
    public static final String SCOPE = "https://servicebus.azure.net/.default";

    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final Disposable asking;

    private TokenProbe(Disposable asking) {
        this.asking = asking;
    }

    /** Starts to ask, on a thread of Reactor; returns at once. */
    public static TokenProbe start(WatchedCredential credential) {
        return start(credential, BETWEEN);
    }

    static TokenProbe start(WatchedCredential credential, Duration between) {
        TokenRequestContext request = new TokenRequestContext().addScopes(SCOPE);
        Mono<Boolean> once = Mono.defer(() -> credential.getToken(request))
                .map(token -> true)
                // What went wrong has been noted and said by the credential.
                .onErrorResume(error -> Mono.empty());
        return new TokenProbe(once.subscribeOn(Schedulers.boundedElastic())
                .repeatWhenEmpty(tries -> tries.delayElements(between))
                .subscribe());
    }

    @Override
    public void close() {
        asking.dispose();
    }
}
