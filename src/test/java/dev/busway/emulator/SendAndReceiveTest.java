package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusErrorContext;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServiceBusUnderTest.Extension.class)
final class SendAndReceiveTest {

    @Test
    void aMessageThatWasSentIsReceivedAndCompleted(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "hello");
        ServiceBusReceiverClient receiver = bus.receiver(queue);

        ServiceBusReceivedMessage message = next(receiver);
        receiver.complete(message);

        assertThat(message.getBody()).hasToString("hello");
        assertThat(message.getDeliveryCount()).isZero();
        assertThat(message.getMessageId()).isNotBlank();
        assertThat(message.getSequenceNumber()).isEqualTo(1);
        assertThat(receiver.peekMessage()).isNull();
    }

    @Test
    void aBatchArrivesAsSingleMessagesInOrder(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        ServiceBusSenderClient sender = bus.sender(queue);
        ServiceBusMessageBatch batch = sender.createMessageBatch();
        for (int i = 0; i < 20; i++) {
            assertThat(batch.tryAddMessage(new ServiceBusMessage("m" + i))).isTrue();
        }
        sender.sendMessages(batch);

        List<ServiceBusReceivedMessage> messages = next(bus.receiver(queue), 20);

        assertThat(messages)
                .extracting(each -> each.getBody().toString())
                .startsWith("m0", "m1")
                .endsWith("m19");
    }

    @Test
    void anAbandonedMessageComesBackWithHigherDeliveryCount(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "again");
        ServiceBusReceiverClient receiver = bus.receiver(queue);

        receiver.abandon(next(receiver));

        assertThat(next(receiver).getDeliveryCount()).isEqualTo(1);
    }

    @Test
    void aDeadLetteredMessageIsInTheDeadLetterQueueWithItsReason(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "bad");
        ServiceBusReceiverClient receiver = bus.receiver(queue);

        receiver.deadLetter(
                next(receiver),
                new DeadLetterOptions().setDeadLetterReason("Why").setDeadLetterErrorDescription("Where"));

        ServiceBusReceivedMessage dead = next(bus.deadLetterReceiver(queue));
        assertThat(dead.getBody()).hasToString("bad");
        assertThat(dead.getDeadLetterReason()).isEqualTo("Why");
        assertThat(dead.getDeadLetterErrorDescription()).isEqualTo("Where");
    }

    @Test
    void theProcessorHandlesEveryMessageOnce(ServiceBusUnderTest bus) throws InterruptedException {
        String queue = bus.queue();
        ServiceBusSenderClient sender = bus.sender(queue);
        sender.sendMessages(IntStream.range(0, 200)
                .mapToObj(i -> new ServiceBusMessage("m" + i).setMessageId("id" + i))
                .toList());
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        Queue<ServiceBusErrorContext> errors = new ConcurrentLinkedQueue<>();
        CountDownLatch all = new CountDownLatch(200);
        ServiceBusProcessorClient processor = bus.closing(bus.client()
                .processor()
                .queueName(queue)
                .maxConcurrentCalls(8)
                .processMessage(context -> {
                    handled.add(context.getMessage().getMessageId());
                    all.countDown();
                })
                .processError(errors::add)
                .buildProcessorClient());
        processor.start();

        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(handled).doesNotHaveDuplicates().hasSize(200);
        assertThat(errors).isEmpty();
    }

    @Test
    void theAsynchronousClientReceivesAndCompletes(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "a", "b", "c");
        ServiceBusReceiverAsyncClient receiver = bus.closing(
                bus.client().receiver().queueName(queue).disableAutoComplete().buildAsyncClient());

        List<String> bodies = receiver.receiveMessages()
                .concatMap(message ->
                        receiver.complete(message).thenReturn(message.getBody().toString()))
                .take(3)
                .collectList()
                .block(Duration.ofSeconds(10));

        assertThat(bodies).containsExactly("a", "b", "c");
    }
}
