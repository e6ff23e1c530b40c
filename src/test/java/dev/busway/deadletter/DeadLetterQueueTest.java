package dev.busway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.core.util.IterableStream;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.emulator.ServiceBusEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeadLetterQueueTest {

    private static final String QUEUE = "in";
    private final WorkProgress progress = new WorkProgress();
    private final StopSignal stop = new StopSignal();
    private ServiceBusEmulator emulator;
    private DeadLetterQueue deadLetters;

    @BeforeEach
    void start() {
        emulator = ServiceBusEmulator.start();
        deadLetters = DeadLetterQueue.open(this::connection, QUEUE);
    }

    @AfterEach
    void stop() {
        deadLetters.close();
        emulator.close();
    }

    @Test
    void listingGroupsAndLocksNothing() {
        deadLetter("MalformedJson", "line 1", 3);
        deadLetter("ValidationFailed", "rating", 2);

        DeadLetterListing listing = deadLetters.list(DeadLetterFilter.ALL, 10, 1_000);

        assertThat(listing.total()).isEqualTo(5);
        assertThat(listing.complete()).isTrue();
        assertThat(listing.groups())
                .extracting(DeadLetterGroup::reason, DeadLetterGroup::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("MalformedJson", 3L),
                        org.assertj.core.groups.Tuple.tuple("ValidationFailed", 2L));
        assertThat(listing.letters()).hasSize(5).allMatch(letter -> letter.bodyBytes() > 0);
        assertThat(deadLetters.list(DeadLetterFilter.ALL, 10, 2).complete()).isFalse();
        assertThat(emulator.counts(QUEUE).deadLettered()).isEqualTo(5);
    }

    @Test
    void showingGivesTheBodyOfOne() {
        deadLetter("MalformedJson", "line 1", 2);
        DeadLetter second = letters().get(1);

        DeadLetterDetail detail = deadLetters.show(second.sequenceNumber()).orElseThrow();

        assertThat(detail.letter()).isEqualTo(second);
        assertThat(detail.encoding()).isEqualTo(DeadLetterDetail.Encoding.TEXT);
        assertThat(detail.body()).contains("MalformedJson 1");
        assertThat(deadLetters.show(999_999)).isEmpty();
    }

    @Test
    void resubmittingAGroupLeavesTheOthersWithTheirDeliveryCount() {
        deadLetter("Other", "o", 20);
        deadLetter("Chosen", "c", 30);
        deadLetter("Other", "o", 20);
        List<DeadLetter> before = letters("Other");

        WorkResult result = resubmit(DeadLetterFilter.group("Chosen", "c"), ResubmitOptions.DEFAULT);

        assertThat(result.isGood()).as(result.toString()).isTrue();
        assertThat(result.done()).isEqualTo(30);
        assertThat(receiveAll(QUEUE))
                .hasSize(30)
                .allMatch(message -> message.getBody().toString().startsWith("Chosen"));
        assertThat(letters()).isEqualTo(before);
    }

    @Test
    void theCopyKeepsWhatTheSenderGaveAndSaysWhereItHasBeen() {
        ServiceBusMessage sent = new ServiceBusMessage("body")
                .setMessageId("order-7")
                .setCorrelationId("c-1")
                .setSubject("order")
                .setContentType("application/json")
                .setReplyTo("answers")
                .setTimeToLive(Duration.ofHours(3));
        sent.getApplicationProperties().put("tenant", "acme");
        sent.getApplicationProperties().put("attempt", 3L);
        deadLetter(sent, "Why", "what");
        long number = letters().get(0).sequenceNumber();

        assertThat(resubmit(DeadLetterFilter.ALL, ResubmitOptions.DEFAULT).isGood())
                .isTrue();

        ServiceBusReceivedMessage copy = receiveAll(QUEUE).get(0);
        assertThat(copy.getMessageId()).isEqualTo("order-7~" + number);
        assertThat(copy.getCorrelationId()).isEqualTo("c-1");
        assertThat(copy.getSubject()).isEqualTo("order");
        assertThat(copy.getContentType()).isEqualTo("application/json");
        assertThat(copy.getReplyTo()).isEqualTo("answers");
        assertThat(copy.getTimeToLive()).isEqualTo(Duration.ofHours(3));
        assertThat(copy.getDeliveryCount()).isZero();
        assertThat(copy.getApplicationProperties())
                .containsEntry("tenant", "acme")
                .containsEntry("attempt", 3L)
                .containsEntry("busway-original-message-id", "order-7")
                .containsEntry("busway-resubmitted-reason", "Why")
                .containsEntry("busway-resubmitted-from", "in/$DeadLetterQueue#" + number)
                .containsKey("busway-resubmitted-at")
                .doesNotContainKeys("DeadLetterReason", "DeadLetterErrorDescription", "busway-edited");
    }

    @Test
    void theMessageIdIsKeptWhereThatIsAskedFor() {
        deadLetter(new ServiceBusMessage("body").setMessageId("order-7"), "Why", "what");
        resubmit(DeadLetterFilter.ALL, new ResubmitOptions(null, true, 0, 0, false, MessageEdit.NONE));
        assertThat(receiveAll(QUEUE))
                .extracting(ServiceBusReceivedMessage::getMessageId)
                .containsExactly("order-7");
    }

    @Test
    void oneIsEditedOnItsWayAndSaysSo() {
        deadLetter("Why", "what", 2);
        long number = letters().get(1).sequenceNumber();
        MessageEdit edit = new MessageEdit("mended", Map.of("tenant", "acme"), Set.of("number"));

        assertThatThrownBy(() -> resubmit(DeadLetterFilter.ALL, ResubmitOptions.DEFAULT.withEdit(edit)))
                .hasMessageContaining("exactly one");
        assertThat(resubmit(DeadLetterFilter.sequenceNumber(number), ResubmitOptions.DEFAULT.withEdit(edit))
                        .isGood())
                .isTrue();

        ServiceBusReceivedMessage copy = receiveAll(QUEUE).get(0);
        assertThat(copy.getBody().toString()).isEqualTo("mended");
        assertThat(copy.getApplicationProperties())
                .containsEntry("tenant", "acme")
                .containsEntry("busway-edited", "body, set tenant, removed number")
                .doesNotContainKey("number");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void anotherQueueCanBeTheTarget() {
        deadLetter("Why", "what", 3);
        WorkResult result =
                resubmit(DeadLetterFilter.ALL, new ResubmitOptions("elsewhere", false, 0, 0, false, MessageEdit.NONE));
        assertThat(result.done()).isEqualTo(3);
        assertThat(receiveAll("elsewhere")).hasSize(3);
        assertThat(receiveAll(QUEUE)).isEmpty();
    }

    @Test
    void aDryRunAndALimitDoNoMoreThanTheySay() {
        deadLetter("Why", "what", 5);
        WorkResult dry = resubmit(DeadLetterFilter.ALL, ResubmitOptions.DEFAULT.asDryRun());
        assertThat(dry.chosen()).isEqualTo(5);
        assertThat(dry.done()).isZero();
        assertThat(letters()).hasSize(5);

        WorkResult limited =
                resubmit(DeadLetterFilter.ALL, new ResubmitOptions(null, false, 0, 2, false, MessageEdit.NONE));
        assertThat(limited.done()).isEqualTo(2);
        assertThat(letters()).hasSize(3);
    }

    @Test
    void purgingRemovesTheChosenForGood() {
        deadLetter("Keep", "k", 3);
        deadLetter("Drop", "d", 4);
        WorkResult result = deadLetters.purge(
                DeadLetterFilter.group("Drop", "d"), new PurgeOptions(true, 0, 0, false), progress, stop);
        assertThat(result.done()).isEqualTo(4);
        assertThat(letters()).hasSize(3).allMatch(letter -> letter.reason().equals("Keep"));
        assertThat(receiveAll(QUEUE)).isEmpty();
    }

    @Test
    void stoppingHalfwayLosesAndDoublesNothing() {
        deadLetter("Why", "what", 60);
        CompletableFuture<WorkResult> work = CompletableFuture.supplyAsync(
                () -> resubmit(DeadLetterFilter.ALL, new ResubmitOptions(null, false, 50, 0, false, MessageEdit.NONE)));
        Awaitility.await().until(() -> progress.done() >= 5);
        stop.give();

        WorkResult result = work.orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(result.end()).isEqualTo(WorkResult.End.STOPPED);
        assertThat(result.done() + result.left()).isEqualTo(60);
        List<String> everywhere = new ArrayList<>();
        receiveAll(QUEUE).forEach(message -> everywhere.add(message.getBody().toString()));
        assertThat(everywhere).hasSize((int) result.done());
        letters()
                .forEach(letter -> everywhere.add(
                        deadLetters.show(letter.sequenceNumber()).orElseThrow().body()));
        assertThat(everywhere).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void aCopyThatIsRefusedLeavesItsDeadLetterAndHurtsNoOther() {
        deadLetter("Why", "what", 2);
        deadLetterLargest();

        WorkResult result = resubmit(DeadLetterFilter.ALL, ResubmitOptions.DEFAULT);

        assertThat(result.done()).as(result.toString()).isEqualTo(2);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.isGood()).isFalse();
        assertThat(result.failures()).hasSize(1);
        assertThat(letters()).extracting(DeadLetter::messageId).containsExactly("large");
    }

    private WorkResult resubmit(DeadLetterFilter filter, ResubmitOptions options) {
        return deadLetters.resubmit(filter, options, progress, stop);
    }

    private List<DeadLetter> letters() {
        return deadLetters.list(DeadLetterFilter.ALL, 1_000, 10_000).letters();
    }

    private List<DeadLetter> letters(String reason) {
        return letters().stream()
                .filter(letter -> letter.reason().equals(reason))
                .toList();
    }

    private void deadLetter(String reason, String description, int count) {
        List<ServiceBusMessage> messages = IntStream.range(0, count)
                .mapToObj(i -> {
                    ServiceBusMessage message = new ServiceBusMessage(reason + " " + i + " " + System.nanoTime());
                    message.getApplicationProperties().put("number", i);
                    return message;
                })
                .toList();
        deadLetter(messages, reason, description);
    }

    private void deadLetter(ServiceBusMessage message, String reason, String description) {
        deadLetter(List.of(message), reason, description);
    }

    private void deadLetter(List<ServiceBusMessage> messages, String reason, String description) {
        try (ServiceBusSenderClient sender =
                connection().sender().queueName(QUEUE).buildClient()) {
            sender.sendMessages(messages);
        }
        moveAside(messages.size(), reason, description);
    }

    /** The largest message that the queue takes, so that any note on it is too much. */
    private void deadLetterLargest() {
        try (ServiceBusSenderClient sender =
                connection().sender().queueName(QUEUE).buildClient()) {
            ServiceBusMessageBatch batch = sender.createMessageBatch();
            int size = batch.getMaxSizeInBytes();
            while (!fits(batch, new ServiceBusMessage(BinaryData.fromBytes(new byte[size])).setMessageId("large"))) {
                size -= 16;
            }
            sender.sendMessages(batch);
        }
        moveAside(1, "Why", "what");
    }

    private static boolean fits(ServiceBusMessageBatch batch, ServiceBusMessage message) {
        try {
            return batch.tryAddMessage(message);
        } catch (ServiceBusException tooLargeForTheSdkToWrite) {
            return false;
        }
    }

    private void moveAside(int count, String reason, String description) {
        try (ServiceBusReceiverClient receiver =
                connection().receiver().queueName(QUEUE).buildClient()) {
            int done = 0;
            while (done < count) {
                IterableStream<ServiceBusReceivedMessage> batch =
                        receiver.receiveMessages(count - done, Duration.ofSeconds(5));
                for (ServiceBusReceivedMessage message : batch) {
                    receiver.deadLetter(
                            message,
                            new DeadLetterOptions()
                                    .setDeadLetterReason(reason)
                                    .setDeadLetterErrorDescription(description));
                    done++;
                }
            }
        }
    }

    private List<ServiceBusReceivedMessage> receiveAll(String queue) {
        try (ServiceBusReceiverClient receiver =
                connection().receiver().queueName(queue).subQueue(SubQueue.NONE).buildClient()) {
            return receiver.peekMessages(1_000).stream().toList();
        }
    }

    private ServiceBusClientBuilder connection() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }
}
