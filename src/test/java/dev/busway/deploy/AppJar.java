package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar such as another team would hand over, compiled here so that its classes are nowhere on our class path. */
final class AppJar {

    private AppJar() {}

    /**
     * Writes the jar, over one that may be there.
     *
     * @param classes sources by class name
     * @param files texts by their name in the jar
     */
    static void write(Path jar, Map<String, String> classes, Map<String, String> files) throws IOException {
        Path compiled = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
        if (!classes.isEmpty()) {
            compile(classes, compiled);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> found = Files.walk(compiled)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                add(out, compiled.relativize(file).toString(), Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                add(out, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    private static void compile(Map<String, String> classes, Path target) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Source> sources = classes.entrySet().stream()
                .map(each -> new Source(each.getKey(), each.getValue()))
                .toList();
        boolean good = compiler.getTask(null, null, null, List.of("-d", target.toString(), "-proc:none"), null, sources)
                .call();
        assertThat(good).as("compiled").isTrue();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
