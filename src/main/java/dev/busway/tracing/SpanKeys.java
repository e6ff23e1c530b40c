package dev.busway.tracing;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What stands in a span: the names of OpenTelemetry's messaging conventions where they have one. Deliberately nothing of a
 * body, of an application property or of an error text: whoever sees traces need not be somebody who may see data.
 */
final class SpanKeys {

    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("messaging.message.conversation_id");
    static final AttributeKey<Long> DELIVERY_COUNT =
            AttributeKey.longKey("messaging.servicebus.message.delivery_count");
    static final AttributeKey<Long> ENQUEUED_TIME = AttributeKey.longKey("messaging.servicebus.message.enqueued_time");
    static final AttributeKey<String> DISPOSITION = AttributeKey.stringKey("messaging.servicebus.disposition_status");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> APP = AttributeKey.stringKey("busway.app");
    static final AttributeKey<Long> TRY = AttributeKey.longKey("busway.try");
    static final AttributeKey<Long> DELAY = AttributeKey.longKey("busway.delay_ms");

    static final String SERVICE_BUS = "servicebus";

    private SpanKeys() {}
}
