package dev.busway.emulator.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A receiver's owner that keeps what it is told. */
final class Inbox implements DeliveryHandler {

    final List<Delivery> deliveries = new ArrayList<>();
    Consumer<Delivery> whenDelivered = delivery -> {};
    int drains;
    Refusal closed;

    @Override
    public void deliver(Delivery delivery) {
        deliveries.add(delivery);
        whenDelivered.accept(delivery);
    }

    @Override
    public void drained() {
        drains++;
    }

    @Override
    public void closed(Refusal reason) {
        closed = reason;
    }

    List<String> bodies() {
        return deliveries.stream()
                .map(delivery -> delivery.message().content().toString())
                .toList();
    }

    Delivery last() {
        return deliveries.get(deliveries.size() - 1);
    }

    UUID lastToken() {
        return last().lockToken();
    }
}
