package dev.busway.bench;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import java.util.Map;

/** Where a hand-written loop finds its namespace and its two queues: the environment that also starts the product. */
record Queues(String connectionString, String input, String output) {

    static Queues fromEnvironment() {
        Map<String, String> environment = System.getenv();
        return new Queues(
                environment.get("SERVICE_BUS_CONNECTION_STRING"),
                environment.get("FEEDBACK_FORM_IN_QUEUE"),
                environment.get("FEEDBACK_FORM_OUT_QUEUE"));
    }

    Map<String, String> toEnvironment() {
        return Map.of(
                "SERVICE_BUS_CONNECTION_STRING", connectionString,
                "FEEDBACK_FORM_IN_QUEUE", input,
                "FEEDBACK_FORM_OUT_QUEUE", output);
    }

    /** A builder whose clients share one connection. */
    ServiceBusClientBuilder clients() {
        return new ServiceBusClientBuilder().connectionString(connectionString);
    }
}
