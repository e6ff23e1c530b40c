package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;

/** One receive link and whether it still stands; what came on it is settled on it while it does. */
final class Link {

    private final ServiceBusReceiverAsyncClient client;
    private volatile boolean open = true;

    Link(ServiceBusReceiverAsyncClient client) {
        this.client = client;
    }

    ServiceBusReceiverAsyncClient client() {
        return client;
    }

    boolean isOpen() {
        return open;
    }

    void lost() {
        open = false;
    }
}
