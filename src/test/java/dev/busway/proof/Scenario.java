package dev.busway.proof;

import static dev.busway.proof.RelayRoutes.APP;
import static dev.busway.proof.RelayRoutes.IN;
import static dev.busway.proof.RelayRoutes.OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.ActiveFault;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.host.Host;
import java.time.Duration;
import java.util.Random;

/** Trouble that comes while messages flow; each has its tasks for the processor and what it does to the rig. */
enum Scenario {
    CONNECTIONS_ARE_CUT {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            for (int i = 0; i < ROUNDS && rig.letSomeEnd(random.nextInt(SOME), A_WHILE); i++) {
                rig.faults().cutConnections();
            }
        }
    },
    LINKS_ARE_DETACHED {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            for (int i = 0; i < ROUNDS && rig.letSomeEnd(random.nextInt(SOME), A_WHILE); i++) {
                rig.faults().detachLinks(random.nextBoolean() ? IN : OUT);
            }
        }
    },
    LOCKS_ARE_LOST {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            rig.faults().inject(new Fault.LoseLock(IN)).withProbability(0.01, random.nextLong());
            for (int i = 0; i < ROUNDS && rig.letSomeEnd(random.nextInt(SOME), A_WHILE); i++) {
                rig.faults().loseLocks(IN, 1 + random.nextInt(5));
            }
        }
    },
    THE_SERVER_IS_BUSY {
        @Override
        void disturb(Rig rig, Random random) {
            rig.faults()
                    .inject(new Fault.ServerBusy(random.nextBoolean() ? IN : OUT))
                    .withProbability(0.02, random.nextLong());
            rig.startHost();
            rig.letSomeEnd(Integer.MAX_VALUE, Duration.ofSeconds(5));
        }
    },
    SENDS_ARE_REFUSED {
        @Override
        void disturb(Rig rig, Random random) {
            refuse(rig, FaultStep.SEND, OUT, random);
        }
    },
    SETTLEMENTS_ARE_REFUSED {
        @Override
        void disturb(Rig rig, Random random) {
            refuse(rig, FaultStep.SETTLEMENT, IN, random);
        }
    },
    DISCHARGES_ARE_REFUSED {
        @Override
        void disturb(Rig rig, Random random) {
            refuse(rig, FaultStep.DISCHARGE, null, random);
        }
    },
    ANSWERS_ARE_LOST {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            for (int i = 0; i < ROUNDS && rig.letSomeEnd(random.nextInt(SOME), A_WHILE); i++) {
                rig.faults().inject(new Fault.LoseAnswer(step(random), null)).forNext(1);
            }
        }
    },
    CONNECTIONS_ARE_CUT_AT_A_STEP {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            for (int i = 0; i < ROUNDS && rig.letSomeEnd(random.nextInt(SOME), A_WHILE); i++) {
                rig.faults().inject(new Fault.CutConnection(step(random), null)).forNext(1);
            }
        }
    },
    A_DISCHARGE_IS_NEVER_ANSWERED {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            rig.letSomeEnd(random.nextInt(SOME), A_WHILE);
            rig.faults().inject(new Fault.Stall(FaultStep.DISCHARGE, null)).forNext(1);
            rig.letSomeEnd(Integer.MAX_VALUE, Duration.ofSeconds(2));
        }
    },
    TOKENS_EXPIRE {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            for (int i = 0; i < ROUNDS && rig.letSomeEnd(random.nextInt(SOME), A_WHILE); i++) {
                rig.faults().expireTokens(random.nextBoolean() ? IN : OUT);
            }
        }
    },
    THE_NETWORK_IS_SLOW {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            for (int i = 0; i < 4 && rig.letSomeEnd(SOME, A_WHILE); i++) {
                Duration there = Duration.ofMillis(random.nextInt(250));
                Duration back = Duration.ofMillis(random.nextInt(250));
                ActiveFault slow =
                        rig.faults().inject(new Fault.Latency(there, back)).untilOff();
                rig.letSomeEnd(SOME, A_WHILE);
                slow.close();
            }
        }
    },
    THE_HOST_STOPS_UNDER_LOAD {
        @Override
        String task(int number) {
            return number % 10 == 0 ? "work 300" : "pass";
        }

        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            for (int i = 0; i < 3 && rig.letSomeEnd(random.nextInt(SOME), A_WHILE); i++) {
                rig.calmly("a stop", rig::stopHost);
                rig.startHost();
            }
        }
    },
    THE_ROUTE_RESTARTS_UNDER_LOAD {
        @Override
        String task(int number) {
            return number % 10 == 0 ? "work 300" : "pass";
        }

        @Override
        void disturb(Rig rig, Random random) throws Exception {
            Host host = rig.startHost();
            for (int i = 0; i < 3 && rig.letSomeEnd(random.nextInt(SOME), A_WHILE); i++) {
                host.context().getRouteController().stopRoute(APP);
                host.context().getRouteController().startRoute(APP);
            }
        }
    },
    TWO_HOSTS_SHARE_THE_QUEUE {
        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
            rig.startHost();
            rig.letSomeEnd(random.nextInt(SOME), A_WHILE);
            rig.stopHost();
            rig.startHost();
        }
    },
    THE_PROCESSOR_FAILS_AT_RANDOM {
        @Override
        String task(int number) {
            return number % 3 == 0 ? "fail " + (number % 12) : number % 50 == 1 ? "fail 1000" : "pass";
        }

        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
        }
    },
    THE_PROCESSOR_TAKES_THREE_TIMES_THE_LOCK {
        @Override
        String task(int number) {
            return number % 300 == 0 ? "work 15500" : "pass";
        }

        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost();
        }
    },
    THE_PROCESS_IS_KILLED {
        @Override
        void disturb(Rig rig, Random random) throws Exception {
            for (int i = 0; i < 2; i++) {
                long before = rig.left();
                Process process = rig.startProcess();
                rig.letSomeEnd(1 + random.nextInt(2 * SOME), Duration.ofSeconds(60));
                assertThat(rig.left())
                        .as("inputs left, see the process's own log")
                        .isLessThan(before);
                process.destroyForcibly().waitFor();
            }
            rig.startHost();
        }
    },
    THE_PROCESSOR_HANGS_WHILE_THE_HOST_STOPS {
        @Override
        String task(int number) {
            return number == 0 ? "hang 30000" : "pass";
        }

        @Override
        void disturb(Rig rig, Random random) {
            rig.startHost(settings -> settings.with("camel.main.shutdownTimeout", "2"));
            rig.letSomeEnd(SOME, A_WHILE);
            rig.stopHost();
            rig.startHost();
        }
    };

    static final int ROUNDS = 4;
    static final int SOME = 60;
    static final Duration A_WHILE = Duration.ofSeconds(1);

    /** What the processor is asked to do with the message of this number. */
    String task(int number) {
        return "pass";
    }

    /** Starts a host and makes trouble; some of the messages may have ended when it returns, or all. */
    abstract void disturb(Rig rig, Random random) throws Exception;

    private static FaultStep step(Random random) {
        return pick(random, FaultStep.SEND, FaultStep.SETTLEMENT, FaultStep.DISCHARGE);
    }

    private static void refuse(Rig rig, FaultStep step, String queue, Random random) {
        String condition = pick(random, "amqp:internal-error", "com.microsoft:server-busy", "com.microsoft:timeout");
        rig.faults().inject(new Fault.Refuse(step, queue, condition)).withProbability(0.1, random.nextLong());
        rig.startHost();
        rig.letSomeEnd(Integer.MAX_VALUE, Duration.ofSeconds(3));
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
