package dev.busway.proof;

import static dev.busway.proof.RelayRoutes.IN;
import static dev.busway.proof.RelayRoutes.OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many messages through hundreds of faults; prints what became of them. Runs with {@code mvn -Psoak verify}. */
@Tag("soak")
final class SoakTest {

    private static final int MESSAGES = Integer.getInteger("soak.messages", 200_000);
    private static final int FAULTS = Integer.getInteger("soak.faults", 300);
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final long seed = Long.getLong("busway.seed", new Random().nextInt(1_000_000));

    @TempDir
    private Path routes;

    @Test
    void atomicLosesAndDoublesNothing() throws Exception {
        Tally tally = runOurs(Guarantee.ATOMIC);

        assertThat(tally.lost()).isZero();
        assertThat(tally.doubled()).isZero();
    }

    @Test
    void atLeastOnceLosesNothingAndItsRepeatsAreRemoved() throws Exception {
        Tally tally = runOurs(Guarantee.AT_LEAST_ONCE);

        assertThat(tally.lost()).isZero();
        assertThat(tally.doubled()).isZero();
    }

    /** For comparison only: nothing is promised of the stock component, and nothing is asserted but that it ends. */
    @Test
    void theStockComponentIsMeasuredBeside() throws Exception {
        try (Rig rig = Rig.start(Guarantee.AT_LEAST_ONCE, RelayRoutes.writeTo(routes))) {
            rig.send("stock-" + seed + "-", MESSAGES, SoakTest::task);
            StockRelay relay = StockRelay.start(rig.emulator().connectionString(), routes);
            try {
                long started = System.nanoTime();
                int faults = disturb(rig, new Random(seed));
                rig.awaitDone(LONGEST);
                print("stock", faults, started, rig.tally());
            } finally {
                relay.close();
            }
        }
    }

    private Tally runOurs(Guarantee guarantee) throws Exception {
        try (Rig rig = Rig.start(guarantee, RelayRoutes.writeTo(routes))) {
            rig.send("soak-" + guarantee + "-" + seed + "-", MESSAGES, SoakTest::task);
            long started = System.nanoTime();
            rig.startHost();
            Random random = new Random(seed);
            int faults = disturb(rig, random);
            for (int i = 0; i < 3 && !rig.isDone(); i++) {
                rig.stopHost();
                rig.startHost();
            }
            rig.awaitDone(LONGEST);
            Tally tally = rig.tally();
            print(guarantee.toString(), faults, started, tally);
            assertThat(rig.check()).as("seed %d", seed).isEmpty();
            return tally;
        }
    }

    private static String task(int number) {
        return number % 1000 == 999 ? "fail 1000" : number % 100 == 99 ? "fail 1" : "pass";
    }

    /** Strikes again and again while messages flow; gives how often. */
    private static int disturb(Rig rig, Random random) {
        int struck = 0;
        while (struck < FAULTS && rig.letSomeEnd(MESSAGES / FAULTS, BETWEEN)) {
            strike(rig.faults(), random);
            struck++;
        }
        rig.faults().clear();
        return struck;
    }

    private static void strike(Faults faults, Random random) {
        switch (random.nextInt(9)) {
            case 0 -> faults.cutConnections();
            case 1 -> faults.detachLinks(random.nextBoolean() ? IN : OUT);
            case 2 -> faults.expireTokens(random.nextBoolean() ? IN : OUT);
            case 3 -> faults.loseLocks(IN, 1 + random.nextInt(10));
            case 4 -> faults.inject(new Fault.LoseAnswer(FaultStep.SEND, OUT)).forNext(1);
            case 5 ->
                faults.inject(new Fault.LoseAnswer(FaultStep.SETTLEMENT, IN)).forNext(1);
            case 6 ->
                faults.inject(new Fault.LoseAnswer(FaultStep.DISCHARGE, null)).forNext(1);
            case 7 ->
                faults.inject(new Fault.Refuse(FaultStep.SEND, OUT, "com.microsoft:server-busy"))
                        .forNext(2);
            default ->
                faults.inject(new Fault.Refuse(FaultStep.SETTLEMENT, IN, "amqp:internal-error"))
                        .forNext(3);
        }
    }

    private void print(String handoff, int faults, long started, Tally tally) {
        System.out.printf(
                "soak %s: seed %d, %d messages, %d faults, %d s: %s%n",
                handoff,
                seed,
                MESSAGES,
                faults,
                Duration.ofNanos(System.nanoTime() - started).toSeconds(),
                tally);
    }
}
