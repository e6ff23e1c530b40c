package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.queue.EntityStatus;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an administrator changes while clients are at work. */
@ExtendWith(EmulatorExtension.class)
final class EntityChangesTest {

    private ServiceBusEmulator emulator;
    private ServiceBusClientBuilder builder;
    private ServiceBusSenderClient sender;
    private ServiceBusReceiverClient receiver;

    @BeforeEach
    void connect(ServiceBusEmulator fresh) {
        emulator = fresh;
        emulator.declareQueue("orders");
        builder = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(3))
                        .setMaxRetries(1)
                        .setDelay(Duration.ofMillis(50)));
        sender = builder.sender().queueName("orders").buildClient();
        receiver = builder.receiver().queueName("orders").disableAutoComplete().buildClient();
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
    }

    private void send(String body) {
        sender.sendMessage(new ServiceBusMessage(body));
    }

    /** With a link of its own: one that is just being detached may fail for that alone. */
    private void sendAnew(String body) {
        try (ServiceBusSenderClient fresh = builder.sender().queueName("orders").buildClient()) {
            fresh.sendMessage(new ServiceBusMessage(body));
        }
    }

    private static ServiceBusFailureReason reason(Throwable failure) {
        return ((ServiceBusException) failure).getReason();
    }

    @Test
    void aSendDisabledQueueRefusesSendersAndServesReceivers() {
        send("before");
        emulator.setStatus("orders", EntityStatus.SEND_DISABLED);

        assertThatThrownBy(() -> sendAnew("refused"))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(ServiceBusFailureReason.MESSAGING_ENTITY_DISABLED));
        receiver.complete(next(receiver));

        emulator.setStatus("orders", EntityStatus.ACTIVE);
        sendAnew("after");
        assertThat(next(receiver).getBody().toString()).isEqualTo("after");
    }

    @Test
    void aReceiveDisabledQueueTakesMessagesAndDetachesReceivers() throws Exception {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().peekLock("orders");
            peer.await(Attach.class);

            emulator.setStatus("orders", EntityStatus.RECEIVE_DISABLED);

            assertThat(peer.await(Detach.class)).hasValueSatisfying(detach -> assertThat(
                            detach.getError().getCondition().toString())
                    .isEqualTo("com.microsoft:entity-disabled"));
        }
        send("waits");
        assertThat(emulator.counts("orders").active()).isEqualTo(1);
        emulator.setStatus("orders", EntityStatus.ACTIVE);
        assertThat(next(receiver).getBody().toString()).isEqualTo("waits");
    }

    @Test
    void aDisabledQueueAnswersNoRequestEither() {
        send("a");
        assertThat(receiver.peekMessage()).isNotNull();
        emulator.setStatus("orders", EntityStatus.DISABLED);

        assertThatThrownBy(receiver::peekMessage)
                .satisfies(e -> assertThat(reason(e)).isEqualTo(ServiceBusFailureReason.MESSAGING_ENTITY_DISABLED));
    }

    @Test
    void aFullQueueRefusesUntilThereIsRoom() {
        emulator.setMaxSizeInBytes("orders", 3_000);
        sender.sendMessage(new ServiceBusMessage(BinaryData.fromBytes(new byte[2_000])));

        assertThatThrownBy(() -> sender.sendMessage(new ServiceBusMessage(BinaryData.fromBytes(new byte[2_000]))))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(ServiceBusFailureReason.QUOTA_EXCEEDED));

        receiver.complete(next(receiver));
        sender.sendMessage(new ServiceBusMessage(BinaryData.fromBytes(new byte[2_000])));
        assertThat(emulator.counts("orders").active()).isEqualTo(1);
    }

    @Test
    void aDeletedQueueLosesItsLinksAndStaysAwayUntilItIsDeclaredAgain() {
        send("lost");

        assertThat(emulator.deleteQueue("orders")).isTrue();

        assertThatThrownBy(() -> sendAnew("nowhere"))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND));
        emulator.declareQueue("orders");
        sendAnew("fresh");
        assertThat(next(receiver).getBody().toString()).isEqualTo("fresh");
    }

    @Test
    void aTopicIsSwitchedOffForItsSendersAndASubscriptionForItsReceivers() throws Exception {
        emulator.declareTopic("news");
        emulator.declareSubscription("news", QueueSettings.of("all"));
        emulator.setStatus("news", EntityStatus.DISABLED);
        emulator.setStatus("news/Subscriptions/all", EntityStatus.DISABLED);

        assertThat(detachOf("news", true)).contains("'news' is currently disabled");
        assertThat(detachOf("news/Subscriptions/all", false)).contains("is currently disabled");
    }

    private String detachOf(String address, boolean sends) throws Exception {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin();
            if (sends) {
                peer.send(address);
            } else {
                peer.peekLock(address);
            }
            return peer.await(Detach.class).orElseThrow().getError().getDescription();
        }
    }

    @Test
    void aThrottledQueueSaysHowLongToWait() throws Exception {
        emulator.faults()
                .inject(new Fault.ServerBusy("orders", Duration.ofSeconds(2)))
                .untilOff();

        assertThat(detachOf("orders", true)).contains("50009", "Please wait 2 seconds and try again");
    }
}
