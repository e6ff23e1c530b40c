package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmulatorExtension.class)
final class BadPeerTest {

    private ServiceBusEmulator emulator;
    private ServiceBusSenderClient sender;
    private ServiceBusSenderClient other;
    private ServiceBusReceiverClient receiver;

    @BeforeEach
    void connect(ServiceBusEmulator fresh) {
        emulator = fresh;
        ServiceBusClientBuilder builder = new ServiceBusClientBuilder().connectionString(emulator.connectionString());
        sender = builder.sender().queueName("good").buildClient();
        other = builder.sender().queueName("other").buildClient();
        receiver = builder.receiver().queueName("good").disableAutoComplete().buildClient();
    }

    @AfterEach
    void everybodyElseGoesOn() {
        sender.sendMessage(new ServiceBusMessage("still"));
        receiver.complete(next(receiver));
        receiver.close();
        sender.close();
        other.close();
    }

    @Test
    void aPeerThatSpeaksHttpIsClosed() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(peer.readToEnd()).hasSizeLessThan(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void garbageBehindAGoodStartClosesTheConnection(long seed) throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            byte[] garbage = new byte[4096];
            new Random(seed).nextBytes(garbage);
            peer.begin().write(garbage);

            assertThat(peer.readToEnd()).isNotEmpty();
        }
    }

    @Test
    void aFrameOfUnknownKindClosesTheConnectionWithAnError() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().frame("no performative");

            assertThat(peer.await(Close.class))
                    .hasValueSatisfying(close -> assertThat(close.getError()).isNotNull());
        }
    }

    @Test
    void aFrameLongerThanAgreedClosesTheConnectionWithAnError() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().write(new byte[] {0x7f, 0, 0, 0, 2, 0, 0, 0});

            assertThat(peer.await(Close.class))
                    .hasValueSatisfying(close -> assertThat(close.getError()).isNotNull());
        }
    }

    @Test
    void aTransferOnALinkThatIsNotThereClosesTheConnection() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            Transfer transfer = new Transfer();
            transfer.setHandle(UnsignedInteger.valueOf(77));
            transfer.setDeliveryId(UnsignedInteger.ZERO);
            peer.begin().frame(transfer);

            assertThat(peer.await(Close.class)).isNotNull();
            assertThat(peer.readToEnd()).isEmpty();
        }
    }

    @Test
    void aDispositionOfADeliveryThatNeverWasIsIgnored() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            Disposition disposition = new Disposition();
            disposition.setRole(Role.RECEIVER);
            disposition.setFirst(UnsignedInteger.valueOf(5));
            disposition.setLast(UnsignedInteger.valueOf(5));
            peer.begin().receiveAndDelete("other").frame(disposition);

            assertThat(peer.await(Attach.class)).isPresent();
        }
    }

    @Test
    void halfAFrameAndSilenceIsClosedAfterAMinute() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().write(new byte[] {0, 0, 1, 0, 2, 0});
            peer.await(Begin.class);

            emulator.clock().advance(Duration.ofMinutes(1));

            assertThat(peer.await(Close.class)).isPresent();
        }
    }

    @Test
    void creditBeyondAllMeasureIsHonoured() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().receiveAndDelete("other").credit(UnsignedInteger.MAX_VALUE);
            other.sendMessage(new ServiceBusMessage("one"));
            other.sendMessage(new ServiceBusMessage("two"));

            assertThat(peer.await(Transfer.class)).isPresent();
            assertThat(peer.await(Transfer.class)).isPresent();
        }
    }

    @Test
    void aClientThatNeverReadsIsGivenABoundedNumberOfMessagesAndCut() throws IOException {
        int all = 300;
        for (int i = 0; i < all; i++) {
            other.sendMessage(new ServiceBusMessage(BinaryData.fromBytes(new byte[200 * 1024])));
        }
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().receiveAndDelete("other").credit(UnsignedInteger.valueOf(1_000_000));
            await().until(() -> emulator.counts("other").active() < all);
            emulator.clock().advance(Duration.ofMinutes(2));

            long left = emulator.counts("other").active();
            assertThat(left).isGreaterThan(all / 2);
            assertThat(peer.readToEnd()).hasSizeLessThan(all * 100 * 1024);
            assertThat(emulator.counts("other").active()).isEqualTo(left);
        }
    }
}
