package dev.busway.emulator.queue;

import java.util.ArrayList;
import java.util.List;

/** Puts messages into an inlet: at once, or as an operation of a transaction. */
final class Sending {

    private Sending() {}

    static Result<Void> send(Inlet inlet, List<NewMessage> messages, Transaction transaction) {
        Refusal refusal = check(inlet, messages, transaction);
        if (transaction != null) {
            return transaction.enlist(refusal, () -> new StagedSend(inlet, messages, null));
        }
        if (refusal != null) {
            return Result.refused(refusal);
        }
        for (NewMessage message : messages) {
            inlet.accept(message, inlet.nextSequenceNumber(), Journal.NO_TRANSACTION);
        }
        inlet.pump();
        return Result.done();
    }

    static Result<List<Long>> schedule(Inlet inlet, List<NewMessage> messages, Transaction transaction) {
        Refusal refusal = check(inlet, messages, transaction);
        if (transaction != null) {
            List<Long> numbers = numbersFor(inlet, messages);
            return transaction
                    .enlist(refusal, () -> new StagedSend(inlet, messages, numbers))
                    .map(done -> numbers);
        }
        if (refusal != null) {
            return Result.refused(refusal);
        }
        List<Long> numbers = numbersFor(inlet, messages);
        for (int i = 0; i < messages.size(); i++) {
            inlet.accept(messages.get(i), numbers.get(i), Journal.NO_TRANSACTION);
        }
        inlet.pump();
        return Result.done(numbers);
    }

    private static Refusal check(Inlet inlet, List<NewMessage> messages, Transaction transaction) {
        Refusal refusal = inlet.check(messages);
        return refusal == null && transaction != null ? inlet.checkPartition(messages, transaction) : refusal;
    }

    private static List<Long> numbersFor(Inlet inlet, List<NewMessage> messages) {
        List<Long> numbers = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            numbers.add(inlet.nextSequenceNumber());
        }
        return numbers;
    }
}
