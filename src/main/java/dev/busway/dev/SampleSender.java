package dev.busway.dev;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.dev.Samples.Sample;
import dev.busway.host.Host;
import dev.busway.host.Lane;
import java.util.List;

/** Sends each app its sample messages, once. */
public final class SampleSender {

    private final Host host;

    public SampleSender(Host host) {
        this.host = host;
    }

    /** Returns how many the broker has accepted. */
    public int send(Samples samples) {
        int sent = 0;
        for (Lane lane : host.lanes()) {
            List<Sample> own = samples.of(lane.app());
            if (own.isEmpty()) {
                continue;
            }
            try (ServiceBusSenderClient sender = host.access()
                    .clientBuilder()
                    .sender()
                    .queueName(lane.entrance())
                    .buildClient()) {
                sender.sendMessages(own.stream().map(SampleSender::message).toList());
            }
            sent += own.size();
        }
        return sent;
    }

    private static ServiceBusMessage message(Sample sample) {
        return new ServiceBusMessage(BinaryData.fromString(sample.body()))
                .setMessageId("sample-" + sample.name())
                .setContentType("application/json")
                .setSubject("sample");
    }
}
