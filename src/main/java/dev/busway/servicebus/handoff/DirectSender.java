package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/** Sends what hangs on no input, grouped while an earlier group is on its way. */
public final class DirectSender implements AutoCloseable {

    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(200, 4, 8);

    private final Connection connection;
    private final Batches batches;
    private final GroupCommit<Item> groups;

    public DirectSender(Connection connection) {
        this.connection = connection;
        this.batches = new Batches(connection);
        this.groups = new GroupCommit<>(LIMITS, item -> item.outputs.size(), this::start);
    }

    /**
     * Takes messages that belong together. Returns at once; may be called on any thread.
     *
     * @param done is called once, with null when the broker has accepted all of them, else with the error
     */
    public void offer(List<Output> outputs, Consumer<Throwable> done) {
        groups.offer(new Item(outputs, done));
    }

    private void start(List<Item> group) {
        List<Output> outputs = new ArrayList<>();
        group.forEach(item -> outputs.addAll(item.outputs));
        batches.of(outputs)
                .flatMapMany(Flux::fromIterable)
                .flatMap(batch -> batch.sender().sendMessages(batch.messages()))
                .subscribe(nothing -> {}, error -> failed(group, error), () -> {
                    group.forEach(item -> item.done.accept(null));
                    groups.ended();
                });
    }

    private void failed(List<Item> group, Throwable error) {
        if (group.size() > 1) {
            group.forEach(groups::offerAlone);
        } else {
            group.get(0).done.accept(error);
        }
        groups.ended();
    }

    @Override
    public void close() {
        connection.close();
    }

    private record Item(List<Output> outputs, Consumer<Throwable> done) {}
}
