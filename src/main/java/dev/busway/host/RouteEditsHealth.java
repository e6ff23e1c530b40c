package dev.busway.host;

import dev.busway.health.HealthChecks;
import dev.busway.routes.RouteProblem;
import dev.busway.routes.RouteReload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Names the edits that were not taken. Always up: what ran before runs on, and a probe must not end that. */
final class RouteEditsHealth implements HealthChecks {

    private final CamelContext context;

    RouteEditsHealth(CamelContext context) {
        this.context = context;
    }

    @Override
    public List<HealthCheckResponse> now() {
        return context.getRegistry().findByType(RouteReload.class).stream()
                .map(reload -> HealthChecks.response("route-edits", true, data(reload)))
                .toList();
    }

    /** Everybody may read health, and where files lie on this machine is nobody's business. */
    private static String withoutFolder(RouteProblem problem) {
        String folder = problem.file().substring(0, problem.file().lastIndexOf('/') + 1);
        return folder.length() < 2 ? problem.toString() : problem.toString().replace(folder, "");
    }

    private static Map<String, Object> data(RouteReload reload) {
        List<RouteProblem> rejected = reload.rejected();
        Map<String, Object> data = new LinkedHashMap<>();
        reload.lastLook().ifPresent(look -> data.put("lastLook", look.toString()));
        data.put("rejected", (long) rejected.size());
        for (int i = 0; i < rejected.size(); i++) {
            data.put("problem." + (i + 1), withoutFolder(rejected.get(i)));
        }
        return data;
    }
}
