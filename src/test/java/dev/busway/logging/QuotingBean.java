package dev.busway.logging;

/** A processor as careless people write them: its failure quotes the message. */
public final class QuotingBean {

    public String handle(String body) {
        if (body.contains("good")) {
            return body;
        }
        throw new IllegalStateException("cannot work on " + body, new NumberFormatException("for input " + body));
    }
}
