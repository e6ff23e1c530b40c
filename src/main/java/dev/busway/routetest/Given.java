package dev.busway.routetest;

import com.azure.core.util.BinaryData;
import java.util.Map;

/**
 * The message that a test sends.
 *
 * @param body the bytes as they are sent
 * @param contentType {@code null} for none
 * @param properties application properties with the types that YAML gives them
 * @param deliveryCount how often it was delivered and abandoned before the app gets it
 */
record Given(
        BinaryData body,
        String contentType,
        String messageId,
        String subject,
        String correlationId,
        String sessionId,
        String replyTo,
        Map<String, Object> properties,
        int deliveryCount) {

    Given {
        properties = Map.copyOf(properties);
    }
}
