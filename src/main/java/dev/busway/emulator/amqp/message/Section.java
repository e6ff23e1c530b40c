package dev.busway.emulator.amqp.message;

/** Descriptor codes of the sections of a message (AMQP 1.0, part 3, section 3.2). */
final class Section {

    static final int HEADER = 0x70;
    static final int DELIVERY_ANNOTATIONS = 0x71;
    static final int MESSAGE_ANNOTATIONS = 0x72;
    static final int PROPERTIES = 0x73;
    static final int APPLICATION_PROPERTIES = 0x74;
    static final int DATA = 0x75;
    static final int AMQP_SEQUENCE = 0x76;
    static final int AMQP_VALUE = 0x77;
    static final int FOOTER = 0x78;

    private Section() {}

    static int codeOf(String symbol) {
        return switch (symbol) {
            case "amqp:header:list" -> HEADER;
            case "amqp:delivery-annotations:map" -> DELIVERY_ANNOTATIONS;
            case "amqp:message-annotations:map" -> MESSAGE_ANNOTATIONS;
            case "amqp:properties:list" -> PROPERTIES;
            case "amqp:application-properties:map" -> APPLICATION_PROPERTIES;
            case "amqp:data:binary" -> DATA;
            case "amqp:amqp-sequence:list" -> AMQP_SEQUENCE;
            case "amqp:amqp-value:*" -> AMQP_VALUE;
            case "amqp:footer:map" -> FOOTER;
            default -> -1;
        };
    }
}
