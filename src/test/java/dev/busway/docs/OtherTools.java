package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands in the documents of tools that this project does not bring along: not run, but checked for their form and for
 * the files of this project that they name. A command of a further tool needs an entry here.
 */
final class OtherTools {

    /** The form of a command line by its first word. */
    private static final Map<String, Pattern> FORMS = Map.of(
            "mvn",
                    Pattern.compile(
                            "mvn( -[a-zA-Z][\\w.=,-]*)*( (clean|verify|package|install|compile|[a-z]+:[a-z-]+))+( -[\\w.=-]+)*"),
            "az", Pattern.compile("az [a-z]+( [a-z-]+)+( --[a-z-]+( [^ -][^ ]*| <[^>]+>)+)+"),
            "kubectl", Pattern.compile("kubectl (apply|create|get|logs|rollout|delete|set)( .+)+"),
            "envsubst", Pattern.compile("envsubst < [\\w./-]+( \\| kubectl apply -f -)?"),
            "helm", Pattern.compile("helm (install|upgrade|repo)( .+)+"),
            "docker", Pattern.compile("docker (load|run|build|push)( .+)+"),
            "curl", Pattern.compile("curl( -X [A-Z]+)?( -[a-zA-Z]+| -H [A-Z][\\w-]+: [^ ]+( [^ ]+)?)* http://[^ ]+"),
            "sha256sum", Pattern.compile("sha256sum target/[\\w.-]+"),
            "camel", Pattern.compile("camel run application\\.properties"));

    private static final Pattern FILE = Pattern.compile("(?<![\\w/])(?:deploy|routes|samples|examples)/[\\w./-]+");
    private static final Pattern PROFILE = Pattern.compile("-P(\\w+)");

    private OtherTools() {}

    static void check(List<String> words, Object place) throws IOException {
        String line = String.join(" ", words);
        Pattern form = FORMS.get(words.get(0));
        assertThat(form)
                .as("%s: the tests do not know the command \"%s\"; give it a form", place, words.get(0))
                .isNotNull();
        assertThat(line).as("%s", place).matches(form);
        Matcher file = FILE.matcher(line);
        while (file.find()) {
            assertThat(Path.of(file.group())).as("%s", place).exists();
        }
        Matcher profile = PROFILE.matcher(line);
        while (profile.find()) {
            assertThat(Files.readString(Path.of("pom.xml")))
                    .as("%s: profile", place)
                    .contains("<id>" + profile.group(1) + "</id>");
        }
    }
}
