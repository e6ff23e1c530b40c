package org.example.greetings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.busway.emulator.EmulatorExtension;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.settings.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The route file as it is, on a Service Bus inside this process. */
@ExtendWith(EmulatorExtension.class)
class GreetingsTest {

    @Test
    void nameIsGreeted(ServiceBusEmulator emulator) {
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0");
        try (var host = Host.start(settings);
                var in = host.access().clientBuilder().sender().queueName("greetings-in").buildClient();
                var out = host.access().clientBuilder().receiver().queueName("greetings-out").buildClient()) {
            in.sendMessage(new ServiceBusMessage("{\"id\": \"1\", \"name\": \"Ada\"}"));

            var message = out.receiveMessages(1, Duration.ofSeconds(30)).iterator().next();

            assertEquals("{\"id\":\"1\",\"text\":\"Hello, Ada\"}", message.getBody().toString());
        }
    }
}
