package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each promise of the threat model names a test, and that test is there. */
final class SecurityPromisesTest {

    private static final Pattern TEST = Pattern.compile("`(dev\\.busway\\.[a-z.]+\\.[A-Z]\\w+)#(\\w+)`");

    @Test
    void everyPromiseNamesATestThatIsThere() throws IOException {
        String page = Files.readString(Path.of("docs/security.md"));
        List<MatchResult> named = TEST.matcher(page).results().toList();

        assertThat(named).hasSizeGreaterThan(15).allSatisfy(test -> {
            Path source = Path.of("src/test/java", test.group(1).replace('.', '/') + ".java");
            assertThat(source).exists();
            assertThat(Files.readString(source))
                    .containsPattern("@\\w*Test\\b[\\s\\S]*\\bvoid " + test.group(2) + "\\(");
        });
        assertThat(page.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| Promise")))
                .allMatch(line -> TEST.matcher(line).find());
    }
}
