package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Route files as people write them, with the answer that a check gives to each in the comments at its head. */
final class CorpusTest {

    private static final Path FOLDER = Path.of("src/test/resources/corpus");
    private static final Path SHARED = Path.of("routes/error-handling.camel.yaml");
    private static final String EXPECTED = "# expected: ";

    @TestFactory
    Stream<DynamicTest> checkSaysWhatIsWrongAndNothingElse() throws IOException {
        List<Path> files = RoutesFolder.of(FOLDER).files();
        assertThat(files).hasSizeGreaterThan(30);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> answers(file)));
    }

    private static void answers(Path file) throws IOException {
        List<String> expected = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(EXPECTED))
                .map(line -> line.substring(EXPECTED.length()))
                .filter(line -> !line.equals("nothing"))
                .toList();

        List<RouteProblem> problems = new RouteCheck(context -> {}).check(List.of(file, SHARED));

        assertThat(problems).as(String.valueOf(problems)).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            String[] parts = expected.get(i).split(" \\| ", 2);
            assertThat(problems.get(i).line())
                    .as(String.valueOf(problems.get(i)))
                    .isEqualTo(Integer.parseInt(parts[0]));
            assertThat(problems.get(i).what()).contains(parts[1]);
        }
    }
}
