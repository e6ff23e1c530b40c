package com.example.orders;

/** An app's own code outside of the host's packages, which fails and quotes what it was given. */
public final class FailingOrders {

    public String handle(String body) {
        if (body.contains("good")) {
            return body;
        }
        return check(body);
    }

    private static String check(String body) {
        throw new IllegalStateException("cannot take " + body);
    }
}
