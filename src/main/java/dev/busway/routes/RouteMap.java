package dev.busway.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which app reads and writes which queues.
 *
 * @param lanes one for each app, in the order of their files
 * @param unreadable what kept a file from being shown
 */
public record RouteMap(List<Lane> lanes, List<RouteProblem> unreadable) {

    /**
     * The way of messages through one app.
     *
     * @param app the route id
     * @param description what the route says of itself; may be empty
     * @param input what it receives from
     * @param outputs what it sends to
     * @param computed addresses that it sends to and that only a message gives
     * @param topics which of the outputs are topics
     * @param file the file that it stands in
     */
    public record Lane(
            String app,
            String description,
            String input,
            List<String> outputs,
            List<String> computed,
            Set<String> topics,
            String file) {

        public Lane {
            outputs = List.copyOf(outputs);
            computed = List.copyOf(computed);
            topics = Set.copyOf(topics);
        }

        /** What it sends to, computed addresses last. */
        List<String> targets() {
            return Stream.concat(outputs.stream(), computed.stream()).toList();
        }
    }

    private static final List<String> TITLES = List.of("APP", "INPUT", "OUTPUT", "FILE", "DESCRIPTION");

    public RouteMap {
        lanes = List.copyOf(lanes);
        unreadable = List.copyOf(unreadable);
    }

    static RouteMap of(RouteReport report) {
        List<Lane> lanes = report.apps().stream().map(RouteMap::lane).toList();
        return new RouteMap(
                lanes,
                report.problems().stream()
                        .filter(problem -> isLost(problem, report))
                        .toList());
    }

    private static boolean isLost(RouteProblem problem, RouteReport report) {
        return report.apps().stream().noneMatch(app -> app.file().name().equals(problem.file()));
    }

    private static Lane lane(AppRoute app) {
        return new Lane(
                app.id(),
                Optional.ofNullable(app.definition().getDescriptionText()).orElse(""),
                app.input().label(),
                app.outputs().stream()
                        .map(output -> output.uri().label())
                        .distinct()
                        .toList(),
                app.computed().stream().map(Exit::uri).distinct().toList(),
                app.outputs().stream()
                        .filter(output -> output.uri().isTopic())
                        .map(output -> output.uri().label())
                        .collect(Collectors.toSet()),
                app.file().name());
    }

    /** A table for a terminal, each line with its end. */
    public String table() {
        List<List<String>> rows = new ArrayList<>(List.of(TITLES));
        for (Lane lane : lanes) {
            String outputs = lane.targets().isEmpty() ? "-" : String.join(", ", lane.targets());
            rows.add(List.of(lane.app(), lane.input(), outputs, lane.file(), lane.description()));
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(pad(row.get(column), width(rows, column) + 2));
            }
            table.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return table.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** A Mermaid flowchart: queues as cylinders, apps as boxes. */
    public String mermaid() {
        StringBuilder chart = new StringBuilder("flowchart LR\n");
        Map<String, String> queues = new LinkedHashMap<>();
        int app = 0;
        for (Lane lane : lanes) {
            String box = "app" + ++app;
            String input = queue(lane.input(), queues, chart);
            chart.append("    ")
                    .append(box)
                    .append("[\"")
                    .append(escape(lane.app()))
                    .append("\"]\n");
            chart.append("    ").append(input).append(" --> ").append(box).append('\n');
            for (String output : lane.targets()) {
                String queue = queue(output, queues, chart);
                chart.append("    ").append(box).append(" --> ").append(queue).append('\n');
            }
        }
        return chart.toString();
    }

    private static String queue(String name, Map<String, String> queues, StringBuilder chart) {
        return queues.computeIfAbsent(name, queue -> {
            String id = "queue" + (queues.size() + 1);
            chart.append("    ").append(id).append("[(\"").append(escape(queue)).append("\")]\n");
            return id;
        });
    }

    private static String escape(String text) {
        return text.replace("\"", "#quot;");
    }
}
