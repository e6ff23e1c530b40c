package dev.busway.servicebus.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpErrorContext;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusErrorSource;
import com.azure.messaging.servicebus.ServiceBusException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Exceptions;

final class FailureKindTest {

    @ParameterizedTest
    @CsvSource({
        "MESSAGE_LOCK_LOST, LOCK_LOST",
        "SESSION_LOCK_LOST, LOCK_LOST",
        "MESSAGE_NOT_FOUND, LOCK_LOST",
        "LINK_PAYLOAD_SIZE_EXCEEDED, TOO_LARGE",
        "NOT_ALLOWED, REFUSED",
        "NOT_IMPLEMENTED, REFUSED",
        "ARGUMENT_ERROR, REFUSED",
        "ARGUMENT_OUT_OF_RANGE_ERROR, REFUSED",
        "RESOURCE_LIMIT_EXCEEDED, ENTITY",
        "ENTITY_DISABLED_ERROR, ENTITY",
        "NOT_FOUND, ENTITY",
        "UNAUTHORIZED_ACCESS, ENTITY",
        "SERVER_BUSY_ERROR, BUSY",
        "INTERNAL_ERROR, UNKNOWN",
        "LINK_DETACH_FORCED, LINK",
        "CONNECTION_FORCED, LINK",
        "TIMEOUT_ERROR, LINK",
        "PROTON_IO, LINK"
    })
    void aConditionSaysWhatAnErrorIsAbout(AmqpErrorCondition condition, FailureKind kind) {
        AmqpException error = amqp(condition, "no");

        assertThat(FailureKind.of(error)).isEqualTo(kind);
        assertThat(FailureKind.of(new ServiceBusException(error, ServiceBusErrorSource.SEND)))
                .isEqualTo(kind);
    }

    @Test
    void aTokenThatRanOutSaysNothingAboutRights() {
        assertThat(FailureKind.of(amqp(AmqpErrorCondition.UNAUTHORIZED_ACCESS, "ExpiredToken: The token is expired.")))
                .isEqualTo(FailureKind.LINK);
    }

    @Test
    void whatHasNoConditionIsTheLinks() {
        assertThat(FailureKind.of(new TimeoutException())).isEqualTo(FailureKind.LINK);
        assertThat(FailureKind.of(new IllegalStateException("disposed"))).isEqualTo(FailureKind.LINK);
        assertThat(FailureKind.of(new ConnectionLost())).isEqualTo(FailureKind.LINK);
    }

    @Test
    void ofSeveralErrorsTheOneAboutTheMessageCounts() {
        Throwable several = Exceptions.multiple(
                amqp(AmqpErrorCondition.PROTON_IO, "io"), amqp(AmqpErrorCondition.MESSAGE_LOCK_LOST, "lost"));

        assertThat(FailureKind.of(several)).isEqualTo(FailureKind.LOCK_LOST);
    }

    @Test
    void aDescriptionIsOneLineWithoutTheContextOfTheSdk() {
        AmqpException error = amqp(AmqpErrorCondition.NOT_FOUND, "no such queue\nTrackingId:1");

        assertThat(FailureKind.describe(error)).isEqualTo("no such queue");
        assertThat(FailureKind.describe(amqp(AmqpErrorCondition.NOT_FOUND, "no such queue")))
                .isEqualTo("no such queue");
    }

    @ParameterizedTest
    @CsvSource({
        "'The request was terminated because the namespace is being throttled. Please wait 2 seconds and try again.',"
                + " 2",
        "'Error code : 50009. Please wait 10 seconds and try again.', 10",
        "'Please wait 9999 seconds', 60",
        "'too busy', 10"
    })
    void aBusyNamespaceIsLeftAloneForAsLongAsItSays(String text, long seconds) {
        assertThat(FailureKind.wait(amqp(AmqpErrorCondition.SERVER_BUSY_ERROR, text)))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    private static AmqpException amqp(AmqpErrorCondition condition, String text) {
        return new AmqpException(false, condition, text, new AmqpErrorContext("ns"));
    }
}
