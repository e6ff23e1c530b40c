package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.management.Reply;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.message.Message;

/** The token node {@code $cbs}: every token is good, because the emulator knows no keys. */
final class CbsNode implements RequestNode {

    private static final String PUT_TOKEN = "put-token";

    private final LinkRegistry links;

    CbsNode(LinkRegistry links) {
        this.links = links;
    }

    @Override
    public Reply answer(Message request, Binary transaction) {
        Object operation = request.getApplicationProperties() == null
                ? null
                : request.getApplicationProperties().getValue().get("operation");
        if (!PUT_TOKEN.equals(operation)) {
            return Reply.badRequest("$cbs knows the operation " + PUT_TOKEN + " only, not " + operation + ".");
        }
        links.tokenShown();
        return Reply.accepted();
    }

    @Override
    public Interference.Step step(Message request) {
        return Interference.Step.TOKEN;
    }

    @Override
    public String entity() {
        return "";
    }
}
