package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.models.CompleteOptions;
import com.azure.messaging.servicebus.models.CreateMessageBatchOptions;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.emulator.queue.AzureRule;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Azure forbids about transactions, batches and links, and that each rule can be switched off by its name. */
final class AzureRulesTest {

    private static final String SPANS = "Local transactions cannot span multiple top-level entities";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private ServiceBusEmulator emulator;

    private void start(AzureRule... switchedOff) {
        start(EmulatorOptions.DEFAULT, switchedOff);
    }

    private void start(EmulatorOptions options, AzureRule... switchedOff) {
        emulator = closing(ServiceBusEmulator.start(options.withoutRules(switchedOff)));
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        open.push(closeable);
        return closeable;
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private ServiceBusClientBuilder client() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(3))
                        .setMaxRetries(0)
                        .setDelay(Duration.ofMillis(50)));
    }

    private ServiceBusSenderClient sender(ServiceBusClientBuilder builder, String queue) {
        return closing(builder.sender().queueName(queue).buildClient());
    }

    private ServiceBusReceiverClient receiver(ServiceBusClientBuilder builder, String queue) {
        return closing(builder.receiver().queueName(queue).disableAutoComplete().buildClient());
    }

    private void send(String queue, String body) {
        sender(client(), queue).sendMessage(new ServiceBusMessage(body));
    }

    private static CompleteOptions in(ServiceBusTransactionContext transaction) {
        return new CompleteOptions().setTransactionContext(transaction);
    }

    @Test
    void withoutCrossEntityATransactionOverTwoQueuesIsRefused() {
        start();
        ServiceBusClientBuilder builder = client();
        ServiceBusSenderClient first = sender(builder, "first");
        ServiceBusSenderClient second = sender(builder, "second");
        ServiceBusTransactionContext transaction = first.createTransaction();
        first.sendMessage(new ServiceBusMessage("one"), transaction);

        second.sendMessage(new ServiceBusMessage("two"), transaction);

        // The SDK does not look at the outcome of a send in a transaction; the commit says it.
        assertThatThrownBy(() -> first.commitTransaction(transaction)).hasMessageContaining(SPANS);
        assertThat(emulator.counts("first").active()).isZero();
        assertThat(emulator.counts("second").active()).isZero();
    }

    @Test
    void aQueueAndItsDeadLetterQueueAreOneEntityForATransaction() {
        start();
        send("orders", "dead");
        ServiceBusClientBuilder builder = client();
        ServiceBusReceiverClient receiver = receiver(builder, "orders");
        receiver.deadLetter(next(receiver));
        ServiceBusReceiverClient dead = closing(builder.receiver()
                .queueName("orders")
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .disableAutoComplete()
                .buildClient());
        ServiceBusReceivedMessage letter = next(dead);
        ServiceBusSenderClient sender = sender(builder, "orders");

        ServiceBusTransactionContext transaction = dead.createTransaction();
        sender.sendMessage(new ServiceBusMessage("again"), transaction);
        dead.complete(letter, in(transaction));
        dead.commitTransaction(transaction);

        assertThat(emulator.counts("orders").active()).isEqualTo(1);
        assertThat(emulator.counts("orders").deadLettered()).isZero();
    }

    @Test
    void switchedOffATransactionOverTwoQueuesNeedsNothing() {
        start(AzureRule.ONE_ENTITY_PER_TRANSACTION);
        ServiceBusClientBuilder builder = client();
        ServiceBusSenderClient first = sender(builder, "first");
        ServiceBusSenderClient second = sender(builder, "second");
        ServiceBusTransactionContext transaction = first.createTransaction();
        first.sendMessage(new ServiceBusMessage("one"), transaction);
        second.sendMessage(new ServiceBusMessage("two"), transaction);

        first.commitTransaction(transaction);

        assertThat(emulator.counts("second").active()).isEqualTo(1);
    }

    @Test
    void withCrossEntityNothingIsReceivedFromAnotherQueueThanTheFirst() {
        start();
        send("in", "work");
        send("out", "other");
        ServiceBusClientBuilder builder = client().enableCrossEntityTransactions();
        sender(builder, "out").sendMessage(new ServiceBusMessage("first here"));

        ServiceBusReceiverClient late = receiver(builder, "in");

        assertThatThrownBy(() ->
                        late.receiveMessages(1, Duration.ofSeconds(2)).stream().count())
                .isInstanceOf(RuntimeException.class);
        assertThat(emulator.counts("in").active()).isEqualTo(1);
        assertThat(next(receiver(builder, "out")).getBody().toString()).isEqualTo("other");
    }

    @Test
    void theReceiverFirstAndThenTheSenderIsWhatItTakes() {
        start();
        send("in", "work");
        ServiceBusClientBuilder builder = client().enableCrossEntityTransactions();
        ServiceBusReceiverClient receiver = receiver(builder, "in");
        ServiceBusReceivedMessage message = next(receiver);
        ServiceBusSenderClient sender = sender(builder, "out");

        ServiceBusTransactionContext transaction = receiver.createTransaction();
        sender.sendMessage(new ServiceBusMessage("done"), transaction);
        receiver.complete(message, in(transaction));
        receiver.commitTransaction(transaction);

        assertThat(emulator.counts("out").active()).isEqualTo(1);
        assertThat(emulator.counts("in").active()).isZero();
    }

    @Test
    void switchedOffTheSenderMayComeFirst() {
        start(AzureRule.RECEIVE_FROM_FIRST_ENTITY_ONLY);
        send("in", "work");
        ServiceBusClientBuilder builder = client().enableCrossEntityTransactions();
        sender(builder, "out").sendMessage(new ServiceBusMessage("first here"));

        assertThat(next(receiver(builder, "in")).getBody().toString()).isEqualTo("work");
    }

    @Test
    void aRequestToTheManagementNodeInsideATransactionDoomsIt() {
        start();
        ServiceBusSenderClient sender = sender(client(), "queue");
        ServiceBusTransactionContext transaction = sender.createTransaction();

        assertThatThrownBy(() -> sender.scheduleMessage(
                        new ServiceBusMessage("later"),
                        OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(1),
                        transaction))
                .hasMessageContaining("cannot be part of a transaction");
        assertThatThrownBy(() -> sender.commitTransaction(transaction))
                .hasMessageContaining("cannot be part of a transaction");
        assertThat(emulator.counts("queue").scheduled()).isZero();
    }

    @Test
    void switchedOffTheManagementNodeTakesPartInTransactions() {
        start(AzureRule.NO_MANAGEMENT_IN_TRANSACTION);
        ServiceBusSenderClient sender = sender(client(), "queue");
        ServiceBusTransactionContext transaction = sender.createTransaction();
        sender.scheduleMessage(
                new ServiceBusMessage("later"),
                OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(1),
                transaction);

        sender.commitTransaction(transaction);

        assertThat(emulator.counts("queue").scheduled()).isEqualTo(1);
    }

    @Test
    void aBatchAboveOneMegabyteIsRefusedThoughASingleMessageMayBeLarger() {
        start(EmulatorOptions.DEFAULT.withMaxMessageSize(4 * 1024 * 1024));
        ServiceBusSenderClient sender = sender(client(), "queue");
        sender.sendMessage(new ServiceBusMessage(BinaryData.fromBytes(new byte[2_000_000])));

        assertThatThrownBy(() -> sender.sendMessages(batch(sender, 3, 600_000)))
                .hasMessageContaining("the limit of a batch is 1048576 bytes");
        sender.sendMessages(batch(sender, 3, 300_000));

        assertThat(emulator.counts("queue").active()).isEqualTo(4);
    }

    @Test
    void switchedOffABatchIsAsLargeAsAMessageMayBe() {
        start(EmulatorOptions.DEFAULT.withMaxMessageSize(4 * 1024 * 1024), AzureRule.BATCH_SIZE);
        ServiceBusSenderClient sender = sender(client(), "queue");

        sender.sendMessages(batch(sender, 3, 600_000));

        assertThat(emulator.counts("queue").active()).isEqualTo(3);
    }

    private static ServiceBusMessageBatch batch(ServiceBusSenderClient sender, int count, int bytes) {
        ServiceBusMessageBatch batch = sender.createMessageBatch(new CreateMessageBatchOptions());
        for (int i = 0; i < count; i++) {
            assertThat(batch.tryAddMessage(new ServiceBusMessage(BinaryData.fromBytes(new byte[bytes]))))
                    .isTrue();
        }
        return batch;
    }

    @Test
    void aMessageWithoutPartitionKeyIsRefusedInATransactionOnAPartitionedQueue() {
        start();
        emulator.declareQueue(QueueSettings.of("parts").withPartitioned(true));
        ServiceBusSenderClient sender = sender(client(), "parts");
        sender.sendMessage(new ServiceBusMessage("outside it needs none"));
        ServiceBusTransactionContext transaction = sender.createTransaction();
        sender.sendMessage(new ServiceBusMessage("no key"), transaction);

        assertThatThrownBy(() -> sender.commitTransaction(transaction)).hasMessageContaining("needs a partition key");
        assertThat(emulator.counts("parts").active()).isEqualTo(1);
    }

    @Test
    void anAmqpSessionHolds255Links() throws Exception {
        start();
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin();
            Begin begin = peer.await(Begin.class).orElseThrow();
            assertThat(begin.getHandleMax()).isEqualTo(UnsignedInteger.valueOf(254));
            peer.send("queue", "allowed", 254);
            assertThat(peer.await(Attach.class)).isPresent();

            peer.send("queue", "one-too-many", 255);

            assertThat(peer.await(Close.class)).hasValueSatisfying(close -> {
                assertThat((Object) close.getError().getCondition()).hasToString("amqp:connection:framing-error");
                assertThat(close.getError().getDescription()).contains("one-too-many", "255 links at most");
            });
        }
    }

    @Test
    void switchedOffAnAmqpSessionHoldsMoreLinks() throws Exception {
        start(AzureRule.LINKS_PER_SESSION);
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().send("queue", "many", 255);

            assertThat(peer.await(Attach.class)).isPresent();
        }
    }

    @Test
    void switchedOffATransactionMayBeLargeAndLong() {
        start(EmulatorOptions.DEFAULT.withStandingTime(true), AzureRule.TRANSACTION_SIZE, AzureRule.TRANSACTION_TIME);
        ServiceBusSenderClient sender = sender(client(), "queue");
        ServiceBusTransactionContext transaction = sender.createTransaction();
        for (int i = 0; i < 101; i++) {
            sender.sendMessage(new ServiceBusMessage("m" + i), transaction);
        }
        emulator.clock().advance(Duration.ofMinutes(3));

        assertThatCode(() -> sender.commitTransaction(transaction)).doesNotThrowAnyException();
        assertThat(emulator.counts("queue").active()).isEqualTo(101);
    }
}
