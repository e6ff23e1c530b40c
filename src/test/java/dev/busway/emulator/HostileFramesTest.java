package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Peers that do what AMQP forbids, or what it allows and nobody can bear; and a good client beside them. */
@ExtendWith(EmulatorExtension.class)
final class HostileFramesTest {

    private static final byte[] MESSAGE = {0, 0x53, 0x75, (byte) 0xa0, 1, 'x'};
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Logger log = (Logger) org.slf4j.LoggerFactory.getLogger("dev.busway.emulator");
    private ServiceBusEmulator emulator;
    private ServiceBusSenderClient sender;
    private ServiceBusReceiverClient receiver;

    @BeforeEach
    void connect(ServiceBusEmulator fresh) {
        log.setLevel(Level.ERROR);
        emulator = fresh;
        ServiceBusClientBuilder builder = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(Duration.ofSeconds(5)));
        sender = builder.sender().queueName("good").buildClient();
        receiver = builder.receiver().queueName("good").disableAutoComplete().buildClient();
    }

    @AfterEach
    void theGoodClientGoesOn() {
        roundTrip();
        sender.close();
        receiver.close();
        log.setLevel(null);
    }

    private void roundTrip() {
        sender.sendMessage(new ServiceBusMessage("still"));
        receiver.complete(next(receiver));
    }

    private static String errorOf(RawPeer peer) throws IOException {
        return peer.await(Close.class).orElseThrow().getError().toString();
    }

    private static Disposition disposition(long first, long last) {
        Disposition disposition = new Disposition();
        disposition.setRole(Role.RECEIVER);
        disposition.setFirst(UnsignedInteger.valueOf(first));
        disposition.setLast(UnsignedInteger.valueOf(last));
        disposition.setSettled(true);
        disposition.setState(Accepted.getInstance());
        return disposition;
    }

    private static Transfer transfer(int handle, int id) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setDeliveryId(UnsignedInteger.valueOf(id));
        transfer.setDeliveryTag(new Binary(new byte[] {(byte) id}));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        return transfer;
    }

    @Test
    void aDispositionOfFourBillionDeliveriesSettlesThoseThatAreThere() throws IOException {
        emulator.declareQueue("other");
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().send("other");
            peer.await(Attach.class);
            peer.frame(transfer(0, 0), MESSAGE).frame(transfer(0, 1), MESSAGE);
            peer.await(Disposition.class);
        }
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().peekLock("other").credit(UnsignedInteger.valueOf(10));
            peer.await(Transfer.class);
            peer.await(Transfer.class);

            for (int i = 0; i < 100; i++) {
                peer.frame(disposition(0, 0xffffffffL));
            }

            peer.frame(new Close());
            assertThat(peer.await(Close.class)).isPresent();
        }
        assertThat(emulator.counts("other").active() + emulator.counts("other").locked())
                .isZero();
    }

    @Test
    void listsInListsInListsAreRefusedBeforeTheyAreRead() throws IOException {
        int depth = 6_500;
        ByteBuffer frame = ByteBuffer.allocate(8 + 9 * depth + 1);
        frame.putInt(frame.capacity()).putInt(0x02000000);
        for (int i = 0; i < depth; i++) {
            frame.put((byte) 0xd0).putInt(9 * (depth - i - 1) + 5).putInt(1);
        }
        frame.put((byte) 0x45);
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().write(frame.array());

            assertThat(errorOf(peer)).contains("amqp:decode-error", "nested");
        }
    }

    @Test
    void whatComesOnARefusedLinkIsDropped() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().send("no/$such/$DeadLetterQueue");
            assertThat(peer.await(Detach.class)).isPresent();
            byte[] much = new byte[15_000];
            for (int i = 0; i < 200; i++) {
                peer.frame(transfer(0, i), much);
            }
            peer.frame(new Close());

            assertThat(peer.await(Close.class)).isPresent();
        }
    }

    @Test
    void aTransferWithoutCreditEndsItsLink() throws IOException {
        emulator.faults().inject(new Fault.Stall(FaultStep.ATTACH, "other")).untilOff();
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin();
            peer.await(Begin.class);
            peer.send("other").frame(transfer(0, 0), MESSAGE);

            assertThat(peer.await(Detach.class))
                    .hasValueSatisfying(detach ->
                            assertThat(detach.getError().toString()).contains("amqp:link:transfer-limit-exceeded"));
        }
    }

    @Test
    void frameNumbersMayComeInAnyOrderAcrossLinks() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().send("first", "first", 0).send("second", "second", 1);
            peer.await(Attach.class);
            peer.await(Attach.class);

            peer.frame(transfer(0, 0), MESSAGE)
                    .frame(transfer(1, 2), MESSAGE)
                    .frame(transfer(0, 1), MESSAGE)
                    .frame(transfer(1, 3), MESSAGE);

            List<Integer> answered = new ArrayList<>();
            while (answered.size() < 4) {
                Disposition each = peer.await(Disposition.class).orElseThrow();
                int last = each.getLast() == null
                        ? each.getFirst().intValue()
                        : each.getLast().intValue();
                for (int id = each.getFirst().intValue(); id <= last; id++) {
                    answered.add(id);
                }
            }
            assertThat(answered).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
        assertThat(emulator.counts("first").active()).isEqualTo(2);
        assertThat(emulator.counts("second").active()).isEqualTo(2);
    }

    @Test
    void whatAmqpForbidsIsSaidInOurWords() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            Open again = new Open();
            again.setContainerId("again");
            assertThat(errorOf(peer.begin().frame(again))).contains("amqp:not-allowed", "open already");
        }
        try (RawPeer peer = new RawPeer(emulator)) {
            Begin answer = new Begin();
            answer.setRemoteChannel(UnsignedShort.valueOf((short) 7));
            answer.setNextOutgoingId(UnsignedInteger.ONE);
            answer.setIncomingWindow(UnsignedInteger.ONE);
            answer.setOutgoingWindow(UnsignedInteger.ONE);
            assertThat(errorOf(peer.begin().frame(answer))).contains("amqp:not-allowed", "begun already");
        }
        try (RawPeer peer = new RawPeer(emulator)) {
            assertThat(errorOf(peer.begin().send("q", "a", 0).send("q", "b", 0)))
                    .contains("amqp:session:handle-in-use");
        }
        try (RawPeer peer = new RawPeer(emulator)) {
            assertThat(errorOf(peer.begin().credit(UnsignedInteger.ONE))).contains("amqp:session:unattached-handle");
        }
    }

    @Test
    void aPeerThatSpeaksHttpIsToldWhatThisIs() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.write("GET /$Resources/queues HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(new String(peer.readToEnd(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400")
                    .contains("UseDevelopmentEmulator=true");
        }
    }

    @Test
    void aPeerThatNeverSpeaksIsClosed() throws Exception {
        try (RawPeer peer = new RawPeer(emulator)) {
            FutureTask<byte[]> read = new FutureTask<>(peer::readToEnd);
            Thread reading = new Thread(read, "reading");
            reading.setDaemon(true);
            reading.start();
            // The emulator may not have seen the connection yet when its time is moved for the first time.
            await().until(() -> {
                emulator.clock().advance(Duration.ofMinutes(1));
                return read.isDone();
            });

            assertThat(read.get()).hasSizeLessThan(1_000);
        }
    }

    @Test
    void unfinishedMessagesOfAConnectionAreBounded() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin();
            peer.await(Begin.class);
            byte[] part = new byte[200_000];
            for (int i = 0; i < 100; i++) {
                peer.send("other", "link" + i, i);
                Transfer open = transfer(i, i);
                open.setMore(true);
                for (int at = 0; at < part.length; at += 50_000) {
                    peer.frame(open, new byte[50_000]);
                }
            }
            Transfer end = transfer(99, 99);
            peer.frame(end, MESSAGE);

            Disposition answer = peer.await(Disposition.class).orElseThrow();
            assertThat(answer.getState().toString()).contains("amqp:resource-limit-exceeded");
        }
    }

    @Test
    void aBacklogNearTheMemoryIsRefusedAndServed() {
        try (ServiceBusEmulator small =
                ServiceBusEmulator.start(EmulatorOptions.DEFAULT.withMemoryInBytes(1_000_000))) {
            ServiceBusClientBuilder builder = new ServiceBusClientBuilder()
                    .connectionString(small.connectionString())
                    .retryOptions(new AmqpRetryOptions().setMaxRetries(0));
            ServiceBusSenderClient full = builder.sender().queueName("full").buildClient();
            ServiceBusReceiverClient reader =
                    builder.receiver().queueName("full").disableAutoComplete().buildClient();

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            full.sendMessage(new ServiceBusMessage(BinaryData.fromBytes(new byte[100_000])));
                        }
                    })
                    .satisfies(e -> assertThat(((ServiceBusException) e).getReason())
                            .isEqualTo(ServiceBusFailureReason.QUOTA_EXCEEDED));
            reader.complete(next(reader));
            full.sendMessage(new ServiceBusMessage(BinaryData.fromBytes(new byte[100_000])));
            full.close();
            reader.close();
        }
    }

    @Test
    void fiveThousandInputsOfAllKindsHoldNobodyUp() throws IOException {
        throwAtEmulator(5_000, 20_261_201L);
    }

    @Tag("soak")
    @Test
    void twoHundredThousandInputsOfAllKindsHoldNobodyUp() throws IOException {
        throwAtEmulator(200_000, 7L);
    }

    private void throwAtEmulator(int inputs, long seed) throws IOException {
        for (int i = 0; i < inputs; i++) {
            HostileInput input = HostileInput.of(seed + i);
            try (RawPeer peer = new RawPeer(emulator)) {
                peer.write(input.beginning());
                if (input.beginning().length > 0) {
                    peer.await(Begin.class);
                }
                peer.write(input.rest());
            } catch (IOException e) {
                // The emulator may be done with this peer before it has said everything.
            }
            if (i % 50 == 0) {
                // What a good client waits for is the one thread of the emulator.
                long start = System.nanoTime();
                emulator.clock().now();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("wait behind the input with seed " + (seed + i))
                        .isLessThan(LONGEST_WAIT);
            }
            if (i % 1_000 == 0) {
                roundTrip();
            }
        }
    }
}
