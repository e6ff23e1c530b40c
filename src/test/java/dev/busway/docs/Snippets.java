package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.apps.UnrecoverableMessageException;
import dev.busway.routes.NewApp;
import dev.busway.routes.RouteCheck;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Routes and Java in the documents: compiled and built as a reader would who copies them. */
final class Snippets implements AutoCloseable {

    /** What the snippets take for granted, and what the route of README names. */
    private static final List<String> TAKEN_FOR_GRANTED = List.of(
            "package com.example.orders; public record Order(String id, java.util.List<String> lines) {}",
            "package com.example.orders; public record Confirmation(String id) {}",
            "package com.example; public record Order(String id) {}",
            "package com.example; public class OrderProcessor { public Order handle(Order order) { return order; } }");

    private static final String HEAD =
            "package com.example.orders; import dev.busway.apps.UnrecoverableMessageException;\n";

    private final Path folder;
    private final URLClassLoader classes;

    /** @param folder an empty one */
    Snippets(Path folder) throws Exception {
        this.folder = folder;
        Path output = Files.createDirectories(folder.resolve("classes"));
        List<String> sources = new ArrayList<>(TAKEN_FOR_GRANTED);
        Block.all().stream()
                .filter(block -> block.tag().equals("java"))
                .forEach(block -> sources.add(HEAD + block.text()));
        compile(sources, output);
        classes = new URLClassLoader(new URL[] {url(output)}, Snippets.class.getClassLoader());
        // The schema that the route of the documents names.
        NewApp.of("order-intake", "com.example", true).writeTo(folder.resolve("project"));
    }

    /** Compiled with all others when this was made; here: that it is in the package that the text says. */
    void java(Block block) throws ClassNotFoundException {
        assertThat(classes.loadClass("com.example.orders." + className(block.text())))
                .as("%s", block)
                .isNotNull();
    }

    void route(Block block) throws IOException {
        Path file = folder.resolve("project/routes").resolve("line" + block.line() + ".camel.yaml");
        Files.writeString(file, block.text());
        assertThat(new RouteCheck(context -> {
                            Properties properties = new Properties();
                            properties.setProperty(
                                    "busway.schemas", "file:" + folder.resolve("project/routes/schemas"));
                            context.getPropertiesComponent().setInitialProperties(properties);
                            context.setApplicationContextClassLoader(classes);
                        })
                        .check(List.of(file)))
                .as("%s", block)
                .isEmpty();
    }

    private void compile(List<String> sources, Path output) throws Exception {
        URL ours = UnrecoverableMessageException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        List<String> arguments = new ArrayList<>(
                List.of("-d", output.toString(), "-cp", Path.of(ours.toURI()).toString(), "-proc:none", "-nowarn"));
        for (int i = 0; i < sources.size(); i++) {
            Path file = folder.resolve("source" + i).resolve(className(sources.get(i)) + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, sources.get(i));
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .as("the Java snippets compile")
                .isZero();
    }

    private static String className(String source) {
        String[] words = source.split("[\\s({]+", -1);
        return Stream.iterate(0, i -> i < words.length - 1, i -> i + 1)
                .filter(i -> words[i].equals("class") || words[i].equals("record"))
                .map(i -> words[i + 1])
                .findFirst()
                .orElseThrow(() -> new AssertionError("no class in: " + source));
    }

    private static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
