package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusRuleManagerClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.queue.QueueSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the protocol allows and the Azure SDK for Java never asks for, or keeps from reaching the broker. */
@ExtendWith(EmulatorExtension.class)
final class WireTest {

    private static final UnsignedInteger TEN = UnsignedInteger.valueOf(10);

    private ServiceBusEmulator emulator;

    @BeforeEach
    void declare(ServiceBusEmulator fresh) {
        emulator = fresh;
        emulator.declareQueue("q");
    }

    private ServiceBusClientBuilder client() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(Duration.ofSeconds(30)));
    }

    private void send(String body) {
        try (ServiceBusSenderClient sender = client().sender().queueName("q").buildClient()) {
            sender.sendMessage(new ServiceBusMessage(body));
        }
    }

    @Test
    void aDrainGivesWhatThereIsAndTakesTheRestOfTheCreditBack() throws IOException {
        send("only");
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().receiveAndDelete("q").drain(TEN);

            assertThat(peer.await(Transfer.class)).isPresent();
            Flow drained = awaitLinkFlow(peer);
            assertThat(drained.getLinkCredit()).isEqualTo(UnsignedInteger.ZERO);
            assertThat(drained.getDeliveryCount()).isEqualTo(TEN);
        }
    }

    @Test
    void aDrainOfAnEmptyQueueIsAnsweredAtOnceAndCreditCanBeGrantedAgain() throws IOException {
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().receiveAndDelete("q").drain(TEN);
            assertThat(awaitLinkFlow(peer).getDeliveryCount()).isEqualTo(TEN);

            peer.credit(UnsignedInteger.valueOf(20));
            send("later");

            assertThat(peer.await(Transfer.class)).isPresent();
        }
    }

    private static Flow awaitLinkFlow(RawPeer peer) throws IOException {
        while (true) {
            Flow flow = peer.await(Flow.class).orElseThrow();
            if (flow.getHandle() != null) {
                return flow;
            }
        }
    }

    @Test
    void aReleasedMessageComesAgainUncounted() throws IOException {
        send("given back");
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().peekLock("q").credit(UnsignedInteger.ONE);
            Transfer transfer = peer.await(Transfer.class).orElseThrow();
            Disposition release = new Disposition();
            release.setRole(Role.RECEIVER);
            release.setFirst(transfer.getDeliveryId());
            release.setState(Released.getInstance());
            peer.frame(release);

            assertThat(peer.await(Disposition.class))
                    .hasValueSatisfying(answer -> assertThat(answer.getState()).isInstanceOf(Released.class));
        }
        try (ServiceBusReceiverClient receiver =
                client().receiver().queueName("q").disableAutoComplete().buildClient()) {
            ServiceBusReceivedMessage again = next(receiver);
            assertThat(again.getBody()).hasToString("given back");
            assertThat(again.getDeliveryCount()).isZero();
        }
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedByTheBroker() throws IOException {
        byte[] part = new byte[60_000];
        byte[] start = part.clone();
        // One section of data with a length of four bytes: 5 parts less its 8 bytes of head.
        ByteBuffer.wrap(start).put(new byte[] {0, 0x53, 0x75, (byte) 0xb0}).putInt(5 * part.length - 8);
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().send("q");
            awaitLinkFlow(peer);
            peer.transfer(start, true);
            for (int i = 0; i < 3; i++) {
                peer.transfer(part, true);
            }
            peer.transfer(part, false);

            Disposition answer = peer.await(Disposition.class).orElseThrow();
            Rejected rejected = (Rejected) answer.getState();
            assertThat(rejected.getError().getCondition().toString()).isEqualTo("amqp:link:message-size-exceeded");
        }
        assertThat(emulator.counts("q").active()).isZero();
    }

    @Test
    void anUnsupportedManagementOperationIsRefusedAndNotLeftUnanswered() {
        emulator.declareTopic("t");
        emulator.declareSubscription("t", QueueSettings.of("s"));
        try (ServiceBusRuleManagerClient rules =
                client().ruleManager().topicName("t").subscriptionName("s").buildClient()) {

            assertThatThrownBy(() -> rules.deleteRule("any")).hasMessageContaining("com.microsoft:remove-rule");
        }
    }
}
