package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.receiver;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CreditTest {

    private final Bench bench = new Bench();
    private final Queue queue = bench.queue();
    private final Inbox inbox = new Inbox();
    private final Receiver receiver = receiver(queue, inbox);

    @Test
    void receiversTakeTurns() {
        Inbox other = receive(queue, 2);
        receiver.setCredit(2);
        send(queue, "a", "b", "c", "d", "e");
        assertThat(other.bodies()).containsExactly("a", "c");
        assertThat(inbox.bodies()).containsExactly("b", "d");
    }

    @Test
    void aRestatedCreditIsNotAdded() {
        receiver.setCredit(1);
        receiver.setCredit(1);
        send(queue, "a", "b");
        assertThat(inbox.bodies()).containsExactly("a");
    }

    @Test
    void addedCreditIsAdded() {
        receiver.addCredit(1);
        receiver.addCredit(1);
        send(queue, "a", "b", "c");
        assertThat(inbox.bodies()).containsExactly("a", "b");
        assertThat(receiver.credit()).isZero();
    }

    @Test
    void creditThatIsTakenBackDeliversNothing() {
        receiver.setCredit(5);
        receiver.setCredit(0);
        send(queue, "a");
        assertThat(inbox.deliveries).isEmpty();
    }

    @Test
    void negativeCreditIsRefused() {
        assertThatThrownBy(() -> receiver.setCredit(-1)).hasMessageContaining("credit");
    }

    @Test
    void aDrainHandsOutWhatIsThereAndThenSaysSo() {
        send(queue, "a", "b");
        inbox.whenDelivered = delivery -> assertThat(inbox.drains).isZero();
        receiver.setCredit(1);
        receiver.setCredit(0);
        receiver.setCredit(5);
        receiver.drain();
        assertThat(inbox.bodies()).containsExactly("a", "b");
        assertThat(inbox.drains).isEqualTo(1);
        assertThat(receiver.credit()).isZero();
        send(queue, "c");
        assertThat(inbox.deliveries).hasSize(2);
    }

    @Test
    void aDrainFromInsideADeliveryHandsOutTheRestFirst() {
        send(queue, "a", "b");
        inbox.whenDelivered = delivery -> receiver.drain();
        receiver.setCredit(5);
        assertThat(inbox.bodies()).containsExactly("a", "b");
        assertThat(inbox.drains).isEqualTo(1);
    }

    @Test
    void anEmptyQueueDrainsAtOnceAndCreditCanBeGivenAgain() {
        receiver.setCredit(5);
        receiver.drain();
        assertThat(inbox.drains).isEqualTo(1);
        receiver.setCredit(1);
        send(queue, "a");
        assertThat(inbox.bodies()).containsExactly("a");
    }

    @Test
    void aClosedReceiverGetsNothing() {
        receiver.setCredit(5);
        receiver.close();
        receiver.setCredit(5);
        receiver.drain();
        send(queue, "a");
        assertThat(inbox.deliveries).isEmpty();
        assertThat(inbox.drains).isZero();
    }

    @Test
    void aReceiverClosedFromInsideADeliveryGetsNoMore() {
        send(queue, "a", "b");
        inbox.whenDelivered = delivery -> receiver.close();
        receiver.setCredit(5);
        assertThat(inbox.bodies()).containsExactly("a");
        assertThat(queue.counts().active()).isEqualTo(1);
    }

    @Test
    void aHandlerThatThrowsDoesNotStopTheQueue() {
        send(queue, "a", "b");
        inbox.whenDelivered = delivery -> {
            throw new IllegalStateException("bug");
        };
        assertThatThrownBy(() -> receiver.setCredit(1)).hasMessage("bug");
        assertThat(receive(queue, 1).bodies()).containsExactly("b");
    }
}
