package dev.busway.servicebus.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.apps.UnrecoverableMessageException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ValidationException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

final class FinalFailuresTest {

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void aFailureThatMayPassHasNoReason() {
        assertThat(FinalFailures.reason(new IOException("gone"))).isEmpty();
        assertThat(FinalFailures.reason(new IllegalStateException(new RuntimeException())))
                .isEmpty();
        assertThat(FinalFailures.reason(null)).isEmpty();
    }

    @Test
    void whatTheMessageIsToBlameForHasOneHoweverItIsWrapped() {
        DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());
        Throwable unrecoverable = new UnrecoverableMessageException("no lines");

        assertThat(FinalFailures.reason(unrecoverable)).contains("UnrecoverableMessage");
        assertThat(FinalFailures.reason(new ExecutionException(new RuntimeCamelException(unrecoverable))))
                .contains("UnrecoverableMessage");
        assertThat(FinalFailures.reason(new CamelExchangeException("part 1", exchange, unrecoverable)))
                .contains("UnrecoverableMessage");
        assertThat(FinalFailures.reason(new ValidationException(exchange, "no")))
                .contains("ValidationFailed");
    }

    @Test
    void textThatIsNotOneJsonValueIsMalformedAndOneThatDoesNotFitIsUnexpected() {
        assertThat(FinalFailures.reason(catchThrowable(() -> json.readTree("{"))))
                .contains("MalformedJson");
        assertThat(FinalFailures.reason(catchThrowable(() -> json.readValue("1 2", Integer.class))))
                .contains("MalformedJson");
        assertThat(FinalFailures.reason(catchThrowable(() -> json.readValue("\"x\"", Integer.class))))
                .contains("UnexpectedJson");
    }
}
