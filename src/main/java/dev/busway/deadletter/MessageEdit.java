package dev.busway.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change to one message on its way back in.
 *
 * @param body the new body as UTF-8 text; null leaves it as it is
 * @param set application properties to set, as text
 * @param remove application properties to take away
 */
public record MessageEdit(String body, Map<String, String> set, Set<String> remove) {

    /** Changes nothing. */
    public static final MessageEdit NONE = new MessageEdit(null, Map.of(), Set.of());

    public MessageEdit {
        set = Map.copyOf(set);
        remove = Set.copyOf(remove);
    }

    /** Whether anything is changed at all. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** What is changed, by name and never by value, as it is noted on the message. */
    String note() {
        List<String> changes = new ArrayList<>();
        if (body != null) {
            changes.add("body");
        }
        new TreeMap<>(set).keySet().forEach(name -> changes.add("set " + name));
        new TreeSet<>(remove).forEach(name -> changes.add("removed " + name));
        return String.join(", ", changes);
    }
}
