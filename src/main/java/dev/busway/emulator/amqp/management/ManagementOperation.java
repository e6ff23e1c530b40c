package dev.busway.emulator.amqp.management;

/** One thing that a management node can be asked. */
@FunctionalInterface
public interface ManagementOperation {

    /** Carries out the request at once; arguments of the wrong type are an {@link InvalidRequest}. */
    Reply perform(ManagementRequest request);
}
