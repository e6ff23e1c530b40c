package dev.busway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.emulator.ServiceBusEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class DeadLetterFaultTest {

    private static final int LETTERS = 200;

    @Test
    void cutConnectionsNeitherLoseNorDoubleALetter() {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                DeadLetterQueue deadLetters = DeadLetterQueue.open(() -> connection(emulator), "in")) {
            deadLetter(emulator);
            WorkProgress progress = new WorkProgress();
            ResubmitOptions paced = new ResubmitOptions(null, false, 200, 0, false, MessageEdit.NONE);
            CompletableFuture<WorkResult> work = CompletableFuture.supplyAsync(
                    () -> deadLetters.resubmit(DeadLetterFilter.ALL, paced, progress, new StopSignal()));
            for (int done : new int[] {20, 60}) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> work.isDone() || progress.done() >= done);
                emulator.faults().cutConnections();
            }

            WorkResult result = work.orTimeout(120, TimeUnit.SECONDS).join();

            assertThat(result.done() + result.failed() + result.left())
                    .as(result.toString())
                    .isEqualTo(LETTERS);
            List<String> everywhere = new ArrayList<>(bodies(emulator, SubQueue.NONE));
            assertThat(everywhere).hasSizeGreaterThanOrEqualTo((int) result.done());
            everywhere.addAll(bodies(emulator, SubQueue.DEAD_LETTER_QUEUE));
            assertThat(everywhere).hasSize(LETTERS).doesNotHaveDuplicates();
        }
    }

    private static void deadLetter(ServiceBusEmulator emulator) {
        try (ServiceBusSenderClient sender =
                        connection(emulator).sender().queueName("in").buildClient();
                ServiceBusReceiverClient receiver =
                        connection(emulator).receiver().queueName("in").buildClient()) {
            sender.sendMessages(IntStream.range(0, LETTERS)
                    .mapToObj(i -> new ServiceBusMessage("body " + i))
                    .toList());
            int moved = 0;
            while (moved < LETTERS) {
                for (ServiceBusReceivedMessage message :
                        receiver.receiveMessages(LETTERS - moved, Duration.ofSeconds(5))) {
                    receiver.deadLetter(message);
                    moved++;
                }
            }
        }
    }

    private static List<String> bodies(ServiceBusEmulator emulator, SubQueue subQueue) {
        try (ServiceBusReceiverClient receiver = connection(emulator)
                .receiver()
                .queueName("in")
                .subQueue(subQueue)
                .buildClient()) {
            return receiver.peekMessages(2 * LETTERS).stream()
                    .map(message -> message.getBody().toString())
                    .toList();
        }
    }

    private static ServiceBusClientBuilder connection(ServiceBusEmulator emulator) {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(5))
                        .setDelay(Duration.ofMillis(200)));
    }
}
