package dev.busway.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under a title, printed as Markdown with columns of even width. */
final class Table {

    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String title, String... columns) {
        this.title = title;
        rows.add(List.of(columns));
    }

    void row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "a row of this table has " + rows.get(0).size() + " cells");
        }
        rows.add(List.of(cells).stream().map(String::valueOf).toList());
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> Collections.max(
                        rows.stream().map(row -> row.get(column).length()).toList()))
                .toArray();
        StringBuilder text = new StringBuilder("\n### " + title + "\n\n");
        text.append(line(rows.get(0), widths));
        text.append(IntStream.of(widths)
                .mapToObj(width -> "-".repeat(width + 2))
                .collect(Collectors.joining("|", "|", "|\n")));
        rows.stream().skip(1).forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(i ->
                        " " + row.get(i) + " ".repeat(widths[i] - row.get(i).length() + 1))
                .collect(Collectors.joining("|", "|", "|\n"));
    }
}
