package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.identity.OutputIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a route sends while it works on one input, until the route has ended. Lives in an exchange property, so
 * that the copies that a multicast or a split makes share it; safe for their threads.
 */
public final class StagedOutputs {

    /** The exchange property under which our consumer puts it. */
    public static final String PROPERTY = "BuswayStagedOutputs";

    private final List<Output> outputs = new ArrayList<>(1);
    private final ServiceBusReceivedMessage input;
    private final OutputIds ids;
    private final ConnectionSettings settings;
    private final boolean atomic;
    private boolean sealed;

    /**
     * An empty collection.
     *
     * @param ids what the outputs are called
     * @param settings of the connection over which the outputs will go
     * @param atomic whether they must go in the transaction that completes the input
     */
    public StagedOutputs(ServiceBusReceivedMessage input, OutputIds ids, ConnectionSettings settings, boolean atomic) {
        this.input = input;
        this.ids = ids;
        this.settings = settings;
        this.atomic = atomic;
    }

    /** Whether an endpoint with these settings can be reached over the connection of the input. */
    public boolean reaches(ConnectionSettings other) {
        return settings.equals(other);
    }

    public boolean isAtomic() {
        return atomic;
    }

    /** The message that the route works on. */
    public ServiceBusReceivedMessage input() {
        return input;
    }

    /** Gives the outputs their message ids. */
    public OutputIds ids() {
        return ids;
    }

    /** Adds outputs; false when the route has ended already, as it may for a wire tap. */
    public synchronized boolean stage(List<Output> more) {
        if (sealed) {
            return false;
        }
        outputs.addAll(more);
        return true;
    }

    /** Ends the collecting and gives what was collected. */
    public synchronized List<Output> seal() {
        sealed = true;
        return List.copyOf(outputs);
    }
}
