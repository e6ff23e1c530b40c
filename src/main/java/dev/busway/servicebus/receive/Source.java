package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.util.concurrent.CompletableFuture;

/** Where a pump's messages come from. Every method is called inside the pump's serial. */
interface Source {

    /** Opens the way for messages; none comes before one is asked for. */
    void open();

    /** Asks for that many more messages. */
    void request(int messages);

    /** Asks for no more than what the broker has been asked for already. */
    void quiesce();

    /** Messages asked for that may still come. */
    int outstanding();

    /** What has come is off our hands. */
    void ended(Delivery delivery);

    /** The links are gone with their connection, and there is or will be another one. */
    void reconnect(String why);

    /** A message is in the queue that is not in hand; it may be locked by somebody else. */
    default void seen(ServiceBusReceivedMessage message) {}

    /** Time has passed. */
    void tick(long now);

    /** Closes the way for messages; complete when the links are closed. Messages in hand can still be settled. */
    CompletableFuture<Void> close();
}
