package dev.busway.emulator.amqp;

import java.nio.charset.StandardCharsets;

/** A peer speaks something else than AMQP; it gets an answer in its own protocol, where that has one. */
final class ForeignProtocol extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String REMEDY = "This port speaks AMQP without TLS. Azure SDKs need"
            + " UseDevelopmentEmulator=true in the connection string; there is no administration over HTTP here.";

    private final transient byte[] answer;

    ForeignProtocol(String protocol, byte[] answer) {
        super("its peer speaks " + protocol + ". " + REMEDY);
        this.answer = answer;
    }

    static byte[] httpAnswer() {
        String body = REMEDY + "\n";
        return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    byte[] answer() {
        return answer;
    }
}
