package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in a folder of routes, the check ends, names it, and tells what is wrong with the other files too. */
@Timeout(60)
final class HostileFilesTest {

    private static final String GOOD = """
        - route:
            id: %s
            from:
              uri: azure-servicebus:%s-in
              steps:
                - to:
                    uri: azure-servicebus:%s-out
        """;

    @TempDir
    private Path folder;

    @BeforeEach
    void aBadFileBeside() throws IOException {
        write("zz-bad.camel.yaml", GOOD.replace("%s", "bad").replace("- to:", "- too:"));
    }

    @Test
    void bracketsWithoutEndAreRefusedByTheirDepth() throws IOException {
        refuses(write("deep.camel.yaml", "[".repeat(50_000)), "nested more than 200 levels deep");
    }

    @Test
    void blocksNestedTooDeeplyAreRefused() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int depth = 0; depth < 300; depth++) {
            text.append(" ".repeat(depth)).append("a:\n");
        }
        refuses(write("deep.camel.yaml", text.toString()), "nested more than 200 levels deep");
    }

    @Test
    void aliasesThatMultiplyAreRefused() throws IOException {
        StringBuilder text = new StringBuilder("- a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            text.append("- a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        refuses(write("laughs.camel.yaml", text.toString()), "with those that aliases repeat");
    }

    @Test
    void pipeIsRefusedWithoutBeingOpened() throws Exception {
        Path pipe = folder.resolve("pipe.camel.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        refuses(pipe, "a pipe or a device");
    }

    @Test
    void folderWithTheNameOfARouteFileIsRefused() throws IOException {
        refuses(Files.createDirectory(folder.resolve("folder.camel.yaml")), "This is a folder");
    }

    @Test
    void linkOutOfTheFolderIsRefusedAndOneOfKubernetesIsNot(@TempDir Path outside) throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "password");
        Files.createSymbolicLink(folder.resolve("link.camel.yaml"), secret);
        Path data = Files.createDirectory(folder.resolve("..2026_11_22"));
        Files.writeString(data.resolve("volume.camel.yaml"), GOOD.replace("%s", "volume"));
        Files.createSymbolicLink(folder.resolve("..data"), data.getFileName());
        Files.createSymbolicLink(folder.resolve("volume.camel.yaml"), Path.of("..data", "volume.camel.yaml"));

        refuses(folder.resolve("link.camel.yaml"), "leads out of the folder");
    }

    @Test
    void otherEncodingsAreRefusedByName() throws IOException {
        String text = GOOD.replace("%s", "encoded");
        Path file = folder.resolve("encoded.camel.yaml");

        Files.write(file, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        refuses(file, "encoded as UTF-16");
        Files.write(file, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
        refuses(file, "begins with a byte order mark");
        Files.write(file, text.replace("encoded-out", "s\u00fcd").getBytes(StandardCharsets.ISO_8859_1));
        refuses(file, "not encoded as UTF-8");
        Files.write(file, text.getBytes(StandardCharsets.UTF_16BE));
        refuses(file, "zero bytes");
    }

    @Test
    void largeFileIsRefusedByItsSize() throws IOException {
        refuses(write("large.camel.yaml", "#".repeat(FileGuard.LARGEST + 1)), "larger than 1024 KiB");
    }

    @Test
    void hiddenFilesDoNotCountAndMistakenOnesAreNamed() throws IOException {
        write("._zz.camel.yaml", "nonsense");
        write("orders.yaml", "nonsense");
        write("orders.camel.yml", "nonsense");
        Files.writeString(Files.createDirectory(folder.resolve("sub")).resolve("x.camel.yaml"), "nonsense");
        write("README.md", "nonsense");

        RoutesFolder found = RoutesFolder.of(folder);

        assertThat(names(found.files())).containsExactly("zz-bad.camel.yaml");
        assertThat(names(found.ignored())).containsExactly("orders.camel.yml", "orders.yaml", "sub");
    }

    @Test
    void routeWithoutAnIdHasTheNameOfItsFile() throws IOException {
        Path plain = write("plain-from.camel.yaml", """
            - from:
                uri: azure-servicebus:plain-in
                steps:
                  - to: "azure-servicebus:plain-out"
            """);
        Path route = write("no-id.camel.yaml", GOOD.replace("    id: %s\n", "").replace("%s", "no-id"));

        RouteCheck check = new RouteCheck(context -> {});

        assertThat(check.check(List.of(plain, route))).isEmpty();
        assertThat(check.map(List.of(plain, route)).lanes())
                .extracting(RouteMap.Lane::app)
                .containsExactly("plain-from", "no-id");
    }

    @Test
    void secondRouteWithoutAnIdIsRefusedOnItsLine() throws IOException {
        String from = "- from: {uri: \"azure-servicebus:%s\", steps: [{to: {uri: \"azure-servicebus:out\"}}]}\n";
        Path file = write("two.camel.yaml", from.formatted("a") + from.formatted("b"));

        refuses(file, "the second route of the file without an id");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void refuses(Path file, String why) throws IOException {
        List<RouteProblem> problems =
                new RouteCheck(context -> {}).check(RoutesFolder.of(folder).files());

        assertThat(problems)
                .filteredOn(problem -> problem.file().equals(file.toString()))
                .isNotEmpty()
                .first()
                .satisfies(problem -> assertThat(problem.what()).contains(why));
        assertThat(problems)
                .extracting(RouteProblem::file, RouteProblem::line)
                .contains(Tuple.tuple(folder.resolve("zz-bad.camel.yaml").toString(), 6));
    }

    private static List<String> names(List<Path> paths) {
        return paths.stream().map(path -> path.getFileName().toString()).toList();
    }
}
