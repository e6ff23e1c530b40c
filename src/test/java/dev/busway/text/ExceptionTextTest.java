package dev.busway.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.busway.apps.UnrecoverableMessageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class ExceptionTextTest {

    private static final String PLANTED = "Duplicate entry 'bob@example.com'";

    @Test
    void textsThatQuoteDataAreNotShown() {
        assertThat(ExceptionText.of(new IOException(PLANTED))).isEmpty();
        assertThat(ExceptionText.of(new SQLIntegrityConstraintViolationException(PLANTED)))
                .isEmpty();
        assertThat(ExceptionText.of(new TimeoutException(PLANTED))).isEmpty();
        assertThat(ExceptionText.of(new IllegalStateException(PLANTED))).isEmpty();
    }

    @Test
    void aNetworkExceptionIsShownWhereTheJdkWroteItsTextOnly() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Throwable refused = catchThrowable(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());

        assertThat(ExceptionText.of(refused)).contains("Connection refused");
        assertThat(ExceptionText.of(new ConnectException(PLANTED))).isEmpty();
    }

    @Test
    void whatIsWrittenForOperatorsIsShownInOneVisibleLineOfBoundedLength() {
        assertThat(ExceptionText.of(new UnrecoverableMessageException("no such\n\u001b[31mcustomer")))
                .contains("no such \\u001b[31mcustomer");
        assertThat(ExceptionText.of(new UnrecoverableMessageException("x".repeat(100_000)))
                        .orElseThrow())
                .hasSizeLessThan(1_100);
        assertThat(ExceptionText.of(new UnrecoverableMessageException(" "))).isEmpty();
    }
}
