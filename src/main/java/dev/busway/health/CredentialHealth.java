package dev.busway.health;

import dev.busway.credential.TokenAnswer;
import dev.busway.credential.TokenAnswer.Attempt;
import dev.busway.credential.TokenAnswer.Granted;
import dev.busway.credential.TokenAnswer.NotAsked;
import dev.busway.credential.TokenAnswer.Refused;
import dev.busway.credential.WatchedCredential;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Down while no token is to be had; names each kind of credential that was tried and why it gave none. */
public final class CredentialHealth implements HealthChecks {

    private final WatchedCredential credential;

    public CredentialHealth(WatchedCredential credential) {
        this.credential = credential;
    }

    @Override
    public List<HealthCheckResponse> now() {
        Map<String, Object> data = new LinkedHashMap<>();
        TokenAnswer answer = credential.last();
        if (answer instanceof NotAsked) {
            data.put("state", "no token asked for yet");
        } else if (answer instanceof Granted granted) {
            data.put("state", "token given");
            data.put("expiresAt", granted.expiresAt().toString());
        } else if (answer instanceof Refused refused) {
            data.put("state", "no token to be had; keeps trying");
            data.put("since", refused.at().toString());
            for (Attempt attempt : refused.tried()) {
                data.put(attempt.kind(), attempt.reason());
            }
        }
        return List.of(HealthChecks.response("credential", !(answer instanceof Refused), data));
    }
}
