package dev.busway.routetest;

import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a test can make go wrong, by the name that a test file gives it. */
enum NamedFault {
    /** Sends to each output queue are rejected, because the queue is disabled. */
    OUTPUT_DISABLED {
        @Override
        List<Fault> faults(String input, List<String> outputs) {
            return refuseSends(outputs, "com.microsoft:entity-disabled");
        }
    },
    /** Sends to each output queue are rejected, because the queue is full. */
    OUTPUT_FULL {
        @Override
        List<Fault> faults(String input, List<String> outputs) {
            return refuseSends(outputs, "amqp:resource-limit-exceeded");
        }
    },
    /** Sends to each output queue are rejected, because the service is too busy. */
    OUTPUT_THROTTLED {
        @Override
        List<Fault> faults(String input, List<String> outputs) {
            return refuseSends(outputs, "com.microsoft:server-busy");
        }
    },
    /** The lock of the message ends just before it is settled. */
    LOCK_LOST {
        @Override
        List<Fault> faults(String input, List<String> outputs) {
            return List.of(new Fault.LoseLock(input));
        }
    },
    /** The transaction is committed, but its answer is lost with the connection. */
    COMMIT_ANSWER_LOST {
        @Override
        List<Fault> faults(String input, List<String> outputs) {
            return List.of(new Fault.LoseAnswer(FaultStep.DISCHARGE, null));
        }
    },
    /** The connection is cut before an output is sent. */
    CONNECTION_CUT {
        @Override
        List<Fault> faults(String input, List<String> outputs) {
            return outputs.stream()
                    .<Fault>map(output -> new Fault.CutConnection(FaultStep.SEND, output))
                    .toList();
        }
    };

    abstract List<Fault> faults(String input, List<String> outputs);

    private static List<Fault> refuseSends(List<String> outputs, String condition) {
        return outputs.stream()
                .<Fault>map(output -> new Fault.Refuse(FaultStep.SEND, output, condition))
                .toList();
    }

    /** As test files write it, such as {@code lock-lost}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(NamedFault::label).toList();
    }

    static Optional<NamedFault> of(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst();
    }
}
