package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.models.CompleteOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServiceBusUnderTest.Extension.class)
final class TransactionTest {

    private static CompleteOptions in(ServiceBusTransactionContext transaction) {
        return new CompleteOptions().setTransactionContext(transaction);
    }

    @Test
    void outputAppearsAndInputGoesWithTheCommit(ServiceBusUnderTest bus) {
        String input = bus.queue();
        String output = bus.queue();
        bus.send(input, "in");
        ServiceBusClientBuilder builder = bus.client().enableCrossEntityTransactions();
        ServiceBusReceiverClient receiver = bus.closing(
                builder.receiver().queueName(input).disableAutoComplete().buildClient());
        ServiceBusReceivedMessage message = next(receiver);
        ServiceBusSenderClient sender =
                bus.closing(builder.sender().queueName(output).buildClient());
        ServiceBusReceiverClient results = bus.receiver(output);

        ServiceBusTransactionContext transaction = receiver.createTransaction();
        sender.sendMessages(List.of(new ServiceBusMessage("out1"), new ServiceBusMessage("out2")), transaction);
        receiver.complete(message, in(transaction));
        assertThat(results.peekMessage()).isNull();
        receiver.commitTransaction(transaction);

        assertThat(next(results, 2))
                .extracting(each -> each.getBody().toString())
                .containsExactly("out1", "out2");
        assertThat(receiver.peekMessage()).isNull();
    }

    @Test
    void nothingOfARolledBackTransactionIsSeen(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "in");
        ServiceBusClientBuilder builder = bus.client();
        ServiceBusReceiverClient receiver = bus.receiver(queue);
        ServiceBusSenderClient sender =
                bus.closing(builder.sender().queueName(queue).buildClient());
        ServiceBusReceivedMessage message = next(receiver);

        ServiceBusTransactionContext transaction = receiver.createTransaction();
        receiver.complete(message, in(transaction));
        receiver.rollbackTransaction(transaction);
        ServiceBusTransactionContext sending = sender.createTransaction();
        sender.sendMessage(new ServiceBusMessage("never"), sending);
        sender.rollbackTransaction(sending);

        assertThat(receiver.peekMessages(10))
                .extracting(each -> each.getBody().toString())
                .containsExactly("in");
    }

    @Test
    void aRefusedSendMakesTheCommitFail(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        ServiceBusSenderClient sender = bus.sender(queue);
        ServiceBusTransactionContext transaction = sender.createTransaction();
        sender.sendMessage(new ServiceBusMessage("fine"), transaction);
        for (int i = 0; i < 100; i++) {
            try {
                sender.sendMessage(new ServiceBusMessage("too many"), transaction);
            } catch (RuntimeException e) {
                // The service may say so at once or at the commit; the commit is what is asserted.
                break;
            }
        }

        assertThatThrownBy(() -> sender.commitTransaction(transaction)).isInstanceOf(RuntimeException.class);
        assertThat(bus.receiver(queue).peekMessage()).isNull();
    }

    @Test
    void anUnfinishedTransactionIsRolledBackWithItsConnection(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        ServiceBusSenderClient sender = bus.client().sender().queueName(queue).buildClient();
        ServiceBusTransactionContext transaction = sender.createTransaction();
        sender.sendMessage(new ServiceBusMessage("never"), transaction);
        sender.close();

        assertThat(bus.receiver(queue).peekMessage()).isNull();
    }
}
