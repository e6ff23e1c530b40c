package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.models.CompleteOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatorExtension.class)
final class FaultsTest {

    private static final String NOT_ALLOWED = "amqp:not-allowed";

    private ServiceBusEmulator emulator;
    private ServiceBusSenderClient sender;
    private ServiceBusReceiverClient receiver;

    @BeforeEach
    void connect(ServiceBusEmulator fresh) {
        emulator = fresh;
        ServiceBusClientBuilder builder = client();
        sender = builder.sender().queueName("q").buildClient();
        receiver = builder.receiver().queueName("q").disableAutoComplete().buildClient();
    }

    private ServiceBusClientBuilder client() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(
                        new AmqpRetryOptions().setDelay(Duration.ofMillis(10)).setTryTimeout(Duration.ofSeconds(5)));
    }

    @AfterEach
    void disconnect() {
        emulator.faults().clear();
        receiver.close();
        sender.close();
    }

    @Test
    void aRefusedSendIsNotDone() {
        ActiveFault fault = emulator.faults()
                .inject(new Fault.Refuse(FaultStep.SEND, "q", NOT_ALLOWED))
                .forNext(1);

        assertThatThrownBy(() -> sender.sendMessage(new ServiceBusMessage("never")))
                .isInstanceOf(RuntimeException.class);
        sender.sendMessage(new ServiceBusMessage("second"));

        assertThat(emulator.counts("q").active()).isEqualTo(1);
        assertThat(fault.hits()).isEqualTo(1);
        assertThat(fault.isActive()).isFalse();
    }

    @Test
    void aSendWhoseAnswerIsLostIsDoneTwice() {
        emulator.faults().inject(new Fault.LoseAnswer(FaultStep.SEND, "q")).forNext(1);

        sender.sendMessage(new ServiceBusMessage("twice"));

        assertThat(emulator.counts("q").active()).isEqualTo(2);
    }

    @Test
    void aLockIsLostJustBeforeTheSettlement() {
        emulator.faults().inject(new Fault.LoseLock("q")).forNext(1);
        sender.sendMessage(new ServiceBusMessage("work"));

        assertThatThrownBy(() -> receiver.complete(next(receiver)))
                .isInstanceOfSatisfying(ServiceBusException.class, e -> assertThat(e.getReason())
                        .isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
        assertThat(next(receiver).getDeliveryCount()).isEqualTo(1);
    }

    @Test
    void allLocksOfAQueueAreLostAtOnce() {
        sender.sendMessage(new ServiceBusMessage("work"));
        ServiceBusReceivedMessage message = next(receiver);

        assertThat(emulator.faults().loseLocks("q", 10)).isEqualTo(1);

        assertThatThrownBy(() -> receiver.complete(message)).isInstanceOf(ServiceBusException.class);
    }

    @Test
    void aRefusedDischargeRollsBack() {
        emulator.faults()
                .inject(new Fault.Refuse(FaultStep.DISCHARGE, null, "amqp:transaction:rollback"))
                .forNext(1);
        ServiceBusTransactionContext transaction = sender.createTransaction();
        sender.sendMessage(new ServiceBusMessage("never"), transaction);

        assertThatThrownBy(() -> sender.commitTransaction(transaction)).isInstanceOf(RuntimeException.class);

        assertThat(emulator.counts("q").active()).isZero();
    }

    @Test
    void aConnectionCutAtTheDischargeRollsBack() {
        sender.sendMessage(new ServiceBusMessage("work"));
        ServiceBusReceivedMessage message = next(receiver);
        ServiceBusTransactionContext transaction = receiver.createTransaction();
        receiver.complete(message, new CompleteOptions().setTransactionContext(transaction));
        emulator.faults()
                .inject(new Fault.CutConnection(FaultStep.DISCHARGE, null))
                .forNext(1);

        assertThatThrownBy(() -> receiver.commitTransaction(transaction)).isInstanceOf(RuntimeException.class);
        assertThat(emulator.faults().loseLocks("q", 1)).isEqualTo(1);

        assertThat(emulator.counts("q").active()).isEqualTo(1);
    }

    @Test
    void aTransactionIsRefusedAtItsStart() {
        sender.sendMessage(new ServiceBusMessage("before"));
        emulator.faults()
                .inject(new Fault.Refuse(FaultStep.DECLARE, null, NOT_ALLOWED))
                .forNext(1);

        assertThatThrownBy(() -> sender.createTransaction()).isInstanceOf(RuntimeException.class);

        sender.rollbackTransaction(sender.createTransaction());
    }

    @Test
    void aDetachedControlLinkRollsBackWhatIsOpenOnIt() {
        ServiceBusTransactionContext transaction = sender.createTransaction();
        sender.sendMessage(new ServiceBusMessage("never"), transaction);

        assertThat(emulator.faults().detachControlLinks()).isEqualTo(1);

        assertThatThrownBy(() -> sender.commitTransaction(transaction)).isInstanceOf(RuntimeException.class);
        assertThat(emulator.counts("q").active()).isZero();
    }

    @Test
    void onASilencedLinkNothingComesAndTheManagementNodeStillAnswers() {
        sender.sendMessage(new ServiceBusMessage("first"));
        receiver.complete(next(receiver));

        assertThat(emulator.faults().silenceLinks("q")).isEqualTo(2);
        try (ServiceBusSenderClient other = client().sender().queueName("q").buildClient()) {
            other.sendMessage(new ServiceBusMessage("second"));
        }

        assertThat(receiver.receiveMessages(1, Duration.ofMillis(300))).isEmpty();
        assertThat(receiver.peekMessage().getBody()).hasToString("second");
    }

    @Test
    void clientsComeBackAfterTheirConnectionsWereCut() {
        sender.sendMessage(new ServiceBusMessage("before"));

        assertThat(emulator.faults().cutConnections()).isEqualTo(1);

        sender.sendMessage(new ServiceBusMessage("after"));
        assertThat(emulator.counts("q").active()).isEqualTo(2);
    }

    @Test
    void clientsComeBackAfterTheirLinksWereDetached() {
        sender.sendMessage(new ServiceBusMessage("before"));
        ServiceBusReceivedMessage message = next(receiver);
        receiver.complete(message);

        assertThat(emulator.faults().detachLinks("q")).isPositive();
        sender.sendMessage(new ServiceBusMessage("after"));

        assertThat(next(receiver).getBody()).hasToString("after");
    }

    @Test
    void theSameSeedStrikesTheSameSends() {
        assertThat(struck(42)).isEqualTo(struck(42)).contains("x").contains(".");
    }

    private String struck(long seed) {
        StringBuilder pattern = new StringBuilder();
        try (ActiveFault fault = emulator.faults()
                .inject(new Fault.Refuse(FaultStep.SEND, "q", NOT_ALLOWED))
                .withProbability(0.5, seed)) {
            for (int i = 0; i < 16; i++) {
                long before = fault.hits();
                try {
                    sender.sendMessage(new ServiceBusMessage("m" + i));
                } catch (RuntimeException e) {
                    assertThat(fault.hits()).isEqualTo(before + 1);
                }
                pattern.append(fault.hits() > before ? 'x' : '.');
            }
        }
        return pattern.toString();
    }

    @Test
    void latencyMakesASendTakeAtLeastThatLong() {
        sender.sendMessage(new ServiceBusMessage("warm"));
        Duration each = Duration.ofMillis(100);
        try (ActiveFault latency =
                emulator.faults().inject(new Fault.Latency(each, each)).untilOff()) {
            long start = System.nanoTime();
            sender.sendMessage(new ServiceBusMessage("slow"));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(each.multipliedBy(2));
            assertThat(latency.isActive()).isTrue();
        }
    }
}
