package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class CheckCommandTest {

    private final StringWriter out = new StringWriter();

    @Test
    void everythingThatTheAppsNeedIsTried() {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(EmulatorOptions.DEFAULT)) {
            int code = run("check", "--routes", "routes", "--emulator", Integer.toString(emulator.port()));
            assertThat(out.toString())
                    .contains("good       namespace 127.0.0.1")
                    .contains("counter may receive from counter-in")
                    .contains("counter may send to counter-out, messages of up to 256 KiB")
                    .contains("feedback-form may receive from feedback-form-in")
                    .contains("not known  lock duration");
            assertThat(code).isZero();
            assertThat(emulator.counts("counter-out").active()).isZero();
        }
    }

    @Test
    void aMissingQueueIsNamedWithWhatToDo() {
        try (ServiceBusEmulator emulator =
                ServiceBusEmulator.start(EmulatorOptions.DEFAULT.withCreateOnFirstUse(false))) {
            emulator.declareQueue("counter-in");
            int code = run("check", "--routes", "routes", "--emulator", Integer.toString(emulator.port()));
            assertThat(out.toString().lines())
                    .anyMatch(line -> line.startsWith("good       counter may receive from counter-in"))
                    .anyMatch(line -> line.startsWith("bad        counter cannot send to counter-out: ")
                            && line.endsWith("-> Create it, or set the name that it really has (see busway routes)."));
            assertThat(code).isEqualTo(1);
        }
    }

    @Test
    void theLeastRightsArePrintedPerQueue() {
        assertThat(run("rights", "--routes", "routes", "--dead-letter")).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.contains("Data Receiver") && line.contains("/queues/counter-in\""))
                .anyMatch(line -> line.contains("Data Sender") && line.contains("/queues/counter-out\""))
                .anyMatch(line -> line.contains("Data Sender") && line.contains("/queues/counter-in\""))
                .noneMatch(line -> line.contains("Owner"));
    }

    private int run(String... arguments) {
        return BuswayCommand.commandLine().setOut(new PrintWriter(out, true)).execute(arguments);
    }
}
