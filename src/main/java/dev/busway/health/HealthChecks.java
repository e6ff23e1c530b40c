package dev.busway.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;

/** Some checks that are asked together; waits for nothing and may be asked by any thread. */
@FunctionalInterface
public interface HealthChecks {

    /** What each check says at this moment. */
    List<HealthCheckResponse> now();

    /** These checks, then those. */
    default HealthChecks and(HealthChecks those) {
        return () -> {
            List<HealthCheckResponse> both = new ArrayList<>(now());
            both.addAll(those.now());
            return both;
        };
    }

    /** One response; entries of the data whose value is null are left out. */
    static HealthCheckResponse response(String name, boolean up, Map<String, Object> data) {
        Map<String, Object> known = new LinkedHashMap<>(data);
        known.values().removeIf(value -> value == null);
        return new HealthCheckResponse(
                name, up ? Status.UP : Status.DOWN, known.isEmpty() ? Optional.empty() : Optional.of(known));
    }
}
