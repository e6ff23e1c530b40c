package dev.busway.ops;

import dev.busway.servicebus.AppReport;
import java.util.List;
import java.util.OptionalInt;

/** What the page and the API can learn of the apps and do to them; every call may come from any thread and waits for nothing. */
public interface AppControl {

    /** What every app says of itself. */
    List<AppReport> reports();

    /** False when there is no such app; so for all that follow. */
    boolean pause(String app);

    boolean resume(String app);

    boolean drain(String app);

    /** Messages that the app works on at once; empty when there is no such app. */
    OptionalInt concurrency(String app);

    boolean concurrency(String app, int messagesAtOnce);
}
