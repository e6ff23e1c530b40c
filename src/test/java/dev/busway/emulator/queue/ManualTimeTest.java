package dev.busway.emulator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManualTimeTest {

    private final ManualTime time = new ManualTime(100);
    private final List<String> log = new ArrayList<>();

    @Test
    void tasksRunInOrderEachAtItsOwnTime() {
        at(130, "second");
        at(120, "first");
        at(130, "third");
        at(151, "later");
        time.advance(Duration.ofMillis(50));
        assertThat(log).containsExactly("first@120", "second@130", "third@130");
        assertThat(time.now()).isEqualTo(150);
        assertThat(time.nextDue()).hasValue(151);
    }

    @Test
    void whatATaskAddsRunsTooIfItIsDue() {
        time.at(110, () -> at(115, "added"));
        time.advanceTo(120);
        assertThat(log).containsExactly("added@115");
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        Time.Alarm alarm = time.at(110, () -> log.add("never"));
        alarm.cancel();
        alarm.cancel();
        time.advanceTo(120);
        assertThat(log).isEmpty();
        assertThat(time.nextDue()).isEmpty();
    }

    @Test
    void timeNeverGoesBackButRunsWhatIsOverdue() {
        at(50, "overdue");
        time.advanceTo(10);
        assertThat(time.now()).isEqualTo(100);
        assertThat(log).containsExactly("overdue@100");
    }

    private void at(long epochMillis, String name) {
        time.at(epochMillis, () -> log.add(name + "@" + time.now()));
    }
}
