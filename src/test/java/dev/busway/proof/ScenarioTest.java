package dev.busway.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens, every input ends once: as its output, or as a dead letter with a reason.
 *
 * <p>The seed of a run is part of its name and is printed with a failure; {@code -Dbusway.seed=...} gives it again.
 */
@DisplayName("Every input ends exactly once, although")
@Execution(ExecutionMode.CONCURRENT)
final class ScenarioTest {

    private static final int MESSAGES = 600;

    @TempDir
    private Path routes;

    static Stream<Arguments> scenarios() {
        long seed = Long.getLong("busway.seed", new Random().nextInt(1_000_000));
        return Stream.of(Guarantee.values())
                .flatMap(guarantee -> Stream.of(Scenario.values()).map(each -> Arguments.of(each, guarantee, seed)));
    }

    @ParameterizedTest(name = "{0}, {1}, seed {2}")
    @MethodSource("scenarios")
    void holds(Scenario scenario, Guarantee guarantee, long seed) throws Exception {
        try (Rig rig = Rig.start(guarantee, RelayRoutes.writeTo(routes))) {
            rig.send(scenario.name() + "-" + guarantee + "-" + seed + "-", MESSAGES, scenario::task);
            scenario.disturb(rig, new Random(seed));
            rig.faults().clear();
            rig.awaitDone(Duration.ofSeconds(45));

            assertThat(rig.check()).as("seed %d", seed).isEmpty();
        }
    }
}
