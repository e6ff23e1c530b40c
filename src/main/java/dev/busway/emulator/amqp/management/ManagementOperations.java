package dev.busway.emulator.amqp.management;

import dev.busway.emulator.amqp.message.MessageEncoder;
import java.util.Map;

/** The operations that the emulator knows, by their name on the wire. */
public final class ManagementOperations {

    private final Map<String, ManagementOperation> byName;

    public ManagementOperations(MessageEncoder encoder) {
        byName = Map.ofEntries(
                Map.entry("com.microsoft:renew-lock", new RenewLock()),
                Map.entry("com.microsoft:peek-message", new PeekMessages(encoder)),
                Map.entry("com.microsoft:schedule-message", new ScheduleMessages()),
                Map.entry("com.microsoft:cancel-scheduled-message", new CancelScheduledMessages()),
                Map.entry("com.microsoft:receive-by-sequence-number", new ReceiveBySequenceNumber(encoder)),
                Map.entry("com.microsoft:update-disposition", new UpdateDisposition()),
                Map.entry("com.microsoft:renew-session-lock", new RenewSessionLock()),
                Map.entry("com.microsoft:get-session-state", new GetSessionState()),
                Map.entry("com.microsoft:set-session-state", new SetSessionState()),
                Map.entry("com.microsoft:get-message-sessions", new GetMessageSessions()),
                Map.entry("com.microsoft:batch-delete-messages", new BatchDeleteMessages()));
    }

    /** The operation, which answers wrong arguments with a refusal; {@code null} where there is none of that name. */
    public ManagementOperation named(String name) {
        ManagementOperation operation = byName.get(name);
        return operation == null ? null : request -> perform(operation, request);
    }

    private static Reply perform(ManagementOperation operation, ManagementRequest request) {
        try {
            return operation.perform(request);
        } catch (InvalidRequest e) {
            return Reply.badRequest(e.getMessage());
        }
    }
}
