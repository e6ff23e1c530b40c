package dev.busway.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningDevTest {

    private final RunningDev here = RunningDev.here(8080, 5672);

    @TempDir
    private Path folder;

    @Test
    void theOneOfTheFolderIsFoundUntilItEnds() {
        here.writeTo(folder);
        assertThat(RunningDev.find(folder)).contains(here);

        here.removeFrom(folder);
        assertThat(RunningDev.find(folder)).isEmpty();
    }

    @Test
    void whatAProcessLeftThatIsGoneIsNotFound() {
        new RunningDev(here.process(), here.startedAt() - 60_000, 8080, 5672).writeTo(folder);
        assertThat(RunningDev.find(folder)).as("another process of the same id").isEmpty();

        new RunningDev(Long.MAX_VALUE, 0, 8080, 5672).writeTo(folder);
        assertThat(RunningDev.find(folder)).isEmpty();
    }

    @Test
    void onlyItsOwnFileIsTakenAway() {
        RunningDev later = RunningDev.here(8081, 5673);
        here.writeTo(folder);
        later.writeTo(folder);

        here.removeFrom(folder);

        assertThat(RunningDev.find(folder)).contains(later);
    }

    @Test
    void aHalfWrittenFileIsNone() throws Exception {
        here.writeTo(folder);
        Files.writeString(folder.resolve(RunningDev.FILE), "{\"process\": ");

        assertThat(RunningDev.find(folder)).isEmpty();
    }
}
