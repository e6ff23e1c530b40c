package dev.busway.servicebus.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TraceOnlyTest {

    @Test
    void classesAndPlacesStayAndTextsGo() {
        StringWriter printed = new StringWriter();

        TraceOnly.of(new IllegalStateException("secret one", new NumberFormatException("secret two")))
                .printStackTrace(new PrintWriter(printed, true));

        assertThat(printed.toString())
                .contains("java.lang.IllegalStateException")
                .contains("at dev.busway.servicebus.failure.TraceOnlyTest.classesAndPlacesStayAndTextsGo")
                .contains("java.lang.NumberFormatException")
                .doesNotContain("secret");
    }

    @Test
    void failuresThatCauseEachOtherEnd() {
        Exception one = new Exception();
        Exception two = new Exception(one);
        one.initCause(two);

        assertThat(TraceOnly.of(one)).isNotNull();
        assertThat(TraceOnly.of(null)).isNull();
    }
}
