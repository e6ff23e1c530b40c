package dev.busway.ops;

import java.util.function.Function;

/** What became of the head of a request, before any of its body is read. */
sealed interface Admission {

    /** It is answered, and its body is read by nobody. */
    record Refused(OpsResponse answer) implements Admission {}

    /**
     * It has passed all guards.
     *
     * @param maxBody the largest body that it may have, in bytes
     * @param handler answers the whole of it; may wait for Service Bus
     */
    record Admitted(int maxBody, Function<OpsRequest, OpsResponse> handler) implements Admission {}
}
