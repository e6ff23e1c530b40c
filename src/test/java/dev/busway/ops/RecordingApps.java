package dev.busway.ops;

import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.AppState;
import dev.busway.servicebus.Counts;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** Apps that do nothing but remember what they were told. */
final class RecordingApps implements AppControl {

    final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> names;

    RecordingApps(String... names) {
        this.names = List.of(names);
    }

    @Override
    public List<AppReport> reports() {
        return names.stream()
                .map(name -> new AppReport(
                        name,
                        name + "-in",
                        List.of(name + "-out"),
                        AppState.RECEIVING,
                        "",
                        Counts.NONE,
                        0,
                        0,
                        null,
                        null,
                        null))
                .toList();
    }

    @Override
    public boolean pause(String app) {
        return told("pause " + app, app);
    }

    @Override
    public boolean resume(String app) {
        return told("resume " + app, app);
    }

    @Override
    public boolean drain(String app) {
        return told("drain " + app, app);
    }

    @Override
    public OptionalInt concurrency(String app) {
        return names.contains(app) ? OptionalInt.of(32) : OptionalInt.empty();
    }

    @Override
    public boolean concurrency(String app, int messagesAtOnce) {
        return told("concurrency " + app + " " + messagesAtOnce, app);
    }

    private boolean told(String call, String app) {
        if (names.contains(app)) {
            calls.add(call);
            return true;
        }
        return false;
    }
}
