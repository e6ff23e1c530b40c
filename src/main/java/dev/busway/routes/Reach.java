package dev.busway.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the messages of a route get to, also by way of the helper routes that it calls.
 *
 * @param exits in the order of the steps
 * @param endsOnPurpose whether one of the routes says that a message ends there
 */
record Reach(List<Exit> exits, boolean endsOnPurpose) {

    Reach {
        exits = List.copyOf(exits);
    }

    static Reach of(List<Exit> exits, boolean endsOnPurpose, Map<String, HelperRoute> helpers) {
        List<Exit> found = new ArrayList<>();
        boolean ends = follow(exits, false, helpers, new HashSet<>(), found);
        return new Reach(found, ends || endsOnPurpose);
    }

    private static boolean follow(
            List<Exit> exits, boolean guarded, Map<String, HelperRoute> helpers, Set<String> seen, List<Exit> found) {
        boolean ends = false;
        for (Exit exit : exits) {
            Exit here = exit.guardedToo(guarded);
            found.add(here);
            HelperRoute helper = here.direct().map(helpers::get).orElse(null);
            if (helper != null && seen.add(helper.name())) {
                ends |= helper.endsOnPurpose();
                ends |= follow(helper.exits(), here.guarded(), helpers, seen, found);
            }
        }
        return ends;
    }
}
