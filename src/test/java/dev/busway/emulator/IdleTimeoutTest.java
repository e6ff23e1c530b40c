package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.io.IOException;
import java.time.Duration;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatorExtension.class)
final class IdleTimeoutTest {

    @Test
    void aConnectionThatNeverHadALinkIsClosedAfterAMinute(ServiceBusEmulator emulator) throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().await(Begin.class);

            emulator.clock().advance(Duration.ofSeconds(60));

            assertThat(peer.await(Close.class)).hasValueSatisfying(close -> assertThat(
                            close.getError().getCondition().toString())
                    .isEqualTo("amqp:connection:forced"));
        }
    }

    @Test
    void aLinkThatIsNotUsedIsDetachedAfterTenMinutesAndItsConnectionClosedFiveLater(ServiceBusEmulator emulator)
            throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().receiveAndDelete("q").await(Attach.class);

            emulator.clock().advance(Duration.ofMinutes(10));
            assertThat(peer.await(Detach.class)).hasValueSatisfying(detach -> {
                assertThat(detach.getError().getCondition().toString()).isEqualTo("amqp:link:detach-forced");
                assertThat(detach.getError().getDescription()).contains("Idle timeout: 00:10:00");
            });

            emulator.clock().advance(Duration.ofMinutes(5));
            assertThat(peer.await(Close.class))
                    .hasValueSatisfying(close ->
                            assertThat(close.getError().getDescription()).contains("300000"));
        }
    }

    @Test
    void theSdkComesBackAfterAnIdleHour(ServiceBusEmulator emulator) {
        ServiceBusClientBuilder builder = new ServiceBusClientBuilder().connectionString(emulator.connectionString());
        try (ServiceBusSenderClient sender = builder.sender().queueName("q").buildClient();
                ServiceBusReceiverClient receiver =
                        builder.receiver().queueName("q").disableAutoComplete().buildClient()) {
            sender.sendMessage(new ServiceBusMessage("before"));
            receiver.complete(next(receiver));

            emulator.clock().advance(Duration.ofHours(1));

            sender.sendMessage(new ServiceBusMessage("after"));
            assertThat(next(receiver).getBody()).hasToString("after");
        }
    }
}
