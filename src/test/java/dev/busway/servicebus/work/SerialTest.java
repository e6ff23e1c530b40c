package dev.busway.servicebus.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SerialTest {

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, NoClassDefFoundError.class})
    void aStepThatFailsStopsNoneOfThoseBehindIt(Class<? extends Throwable> failure) {
        Serial serial = new Serial();
        List<String> ran = new ArrayList<>();

        serial.execute(() -> {
            serial.execute(() -> ran.add("behind it"));
            throwAny(failure);
        });
        serial.execute(() -> ran.add("later"));

        assertThat(ran).containsExactly("behind it", "later");
    }

    private static void throwAny(Class<? extends Throwable> type) {
        try {
            SerialTest.<RuntimeException>sneak(type.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a type without a plain constructor", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable any) throws T {
        throw (T) any;
    }
}
