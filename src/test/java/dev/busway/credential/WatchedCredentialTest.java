package dev.busway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import dev.busway.credential.TokenAnswer.Granted;
import dev.busway.credential.TokenAnswer.NotAsked;
import dev.busway.credential.TokenAnswer.Refused;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

final class WatchedCredentialTest {

    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final WatchedCredential credential = new WatchedCredential(fromSwitch());

    @Test
    void nothingIsKnownBeforeTheFirstRequest() {
        assertThat(credential.last()).isInstanceOf(NotAsked.class);
    }

    @Test
    void theProbeFindsOutByItselfThatTokensFailAndThatTheyComeAgain() {
        try (TokenProbe probe = TokenProbe.start(credential, Duration.ofMillis(20))) {
            assertThat(probe).isNotNull();
            await().until(() -> credential.last() instanceof Refused);
            broken.set(false);
            await().until(() -> credential.last() instanceof Granted);
        }
    }

    private TokenCredential fromSwitch() {
        return request -> Mono.defer(() -> broken.get()
                ? Mono.error(new IllegalStateException("AzureCliCredential authentication unavailable. Not installed."))
                : Mono.just(new AccessToken("token", OffsetDateTime.MAX)));
    }
}
