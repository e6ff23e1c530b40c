package dev.busway.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * An app that is about to be written: route, schema, records, processor, their tests and a sample, ready to run. With Java, a
 * folder without a {@code pom.xml} becomes a project of its own.
 *
 * @param name the route id, in lower case with hyphens
 * @param javaPackage the package that the app's own package is put in
 * @param yamlOnly whether it is a route without Java
 */
public record NewApp(String name, String javaPackage, boolean yamlOnly) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST_NAME = 40;
    private static final String TEMPLATES = "/dev/busway/routes/newapp/";
    private static final String ERROR_HANDLING = "/routes/error-handling.camel.yaml";
    private static final String DEFAULT_PACKAGE = "com.example";
    private static final String PACKAGE_OF_SHIPPED_APPS = "dev.busway.apps";
    private static final Path SHIPPED_APPS = Path.of("src/main/java/dev/busway/apps");
    private static final Path POM = Path.of("pom.xml");
    private static final Path PROPERTIES_IN_SOURCES = Path.of("src/main/resources/application.properties");
    private static final Path PROPERTIES_BESIDE_JAR = Path.of("config/application.properties");

    /**
     * Checks the names.
     *
     * @throws RefusedException when one cannot be used; the message says what can
     */
    public static NewApp of(String name, String javaPackage, boolean yamlOnly) throws RefusedException {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw new RefusedException("\"" + name + "\" cannot be the name of an app. Use at most " + LONGEST_NAME
                    + " lower-case letters, digits and single hyphens, such as order-intake.");
        }
        NewApp app = new NewApp(name, javaPackage, yamlOnly);
        if (!yamlOnly && !SourceVersion.isName(app.ownPackage())) {
            throw new RefusedException(
                    app.ownPackage() + " cannot be a Java package. Choose another name, or --package.");
        }
        return app;
    }

    /** The Java package to take in this folder when none is named: that of the shipped apps in Busway's own sources. */
    public static String defaultPackage(Path root) {
        return Files.isDirectory(root.resolve(SHIPPED_APPS)) ? PACKAGE_OF_SHIPPED_APPS : DEFAULT_PACKAGE;
    }

    /**
     * Writes the files below a project's folder and returns them, new ones and the one file of properties that grew.
     *
     * @throws RefusedException when a file or a route of this name is there already; nothing has been written then
     */
    public List<Path> writeTo(Path root) throws IOException, RefusedException {
        Map<Path, String> files = new LinkedHashMap<>();
        contents().forEach((file, template) -> files.put(root.resolve(file), TEMPLATES + template + ".template"));
        refuseClashes(root, files);
        Path routes = root.resolve("routes");
        if (routeFiles(routes).isEmpty()) {
            // Without it every failure of the first app would be tried again, even what can never work.
            files.put(routes.resolve("error-handling.camel.yaml"), ERROR_HANDLING);
        }
        if (!yamlOnly && !Files.exists(root.resolve(POM))) {
            files.put(root.resolve(POM), TEMPLATES + "pom.xml.template");
        }
        for (Map.Entry<Path, String> file : files.entrySet()) {
            // Absolute, because a name alone has no parent.
            Files.createDirectories(file.getKey().toAbsolutePath().getParent());
            Files.writeString(file.getKey(), filled(file.getValue()), StandardOpenOption.CREATE_NEW);
        }
        Path properties = root.resolve(
                Files.exists(root.resolve(PROPERTIES_IN_SOURCES)) ? PROPERTIES_IN_SOURCES : PROPERTIES_BESIDE_JAR);
        Files.createDirectories(properties.getParent());
        Files.writeString(
                properties,
                filled(TEMPLATES + "application.properties.template"),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return Stream.concat(files.keySet().stream(), Stream.of(properties)).toList();
    }

    /** Each file with its template. */
    private Map<Path, String> contents() {
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(
                Path.of("routes", name + RoutesFolder.SUFFIX), yamlOnly ? "yaml-only.camel.yaml" : "route.camel.yaml");
        files.put(Path.of("routes/schemas", name + ".schema.json"), "schema.json");
        files.put(Path.of("samples", name, "first.json"), "sample.json");
        if (!yamlOnly) {
            Path source = Path.of("src/main/java").resolve(ownPackage().replace('.', '/'));
            Path test = Path.of("src/test/java").resolve(ownPackage().replace('.', '/'));
            files.put(source.resolve("package-info.java"), "package-info.java");
            files.put(source.resolve(className() + "Input.java"), "Input.java");
            files.put(source.resolve(className() + "Result.java"), "Result.java");
            files.put(source.resolve(className() + "Processor.java"), "Processor.java");
            files.put(test.resolve(className() + "ProcessorTest.java"), "ProcessorTest.java");
            files.put(test.resolve(className() + "RouteTest.java"), "RouteTest.java");
        }
        return files;
    }

    private void refuseClashes(Path root, Map<Path, String> files) throws IOException, RefusedException {
        List<Path> there = files.keySet().stream().filter(Files::exists).toList();
        if (!there.isEmpty()) {
            throw new RefusedException("There is a " + there.get(0) + " already. Choose another name, or remove it.");
        }
        Pattern sameId = Pattern.compile("(?m)^\\s*(- )?id:\\s*[\"']?" + Pattern.quote(name) + "[\"']?\\s*$");
        for (Path file : routeFiles(root.resolve("routes"))) {
            if (sameId.matcher(Files.readString(file)).find()) {
                throw new RefusedException(
                        "The id " + name + " is taken by a route in " + file + ". Choose another name.");
            }
        }
    }

    private static List<Path> routeFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(RoutesFolder.SUFFIX))
                    .toList();
        }
    }

    private String filled(String template) throws IOException {
        try (InputStream in = NewApp.class.getResourceAsStream(template)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@name@", name)
                    .replace("@Name@", className())
                    .replace("@group@", javaPackage)
                    .replace("@version@", version())
                    .replace("@package@", ownPackage());
        }
    }

    /** The package of this app alone. */
    public String ownPackage() {
        return javaPackage + "." + name.replace("-", "");
    }

    /** Of the jar that writes; when it runs from its classes, that of the sources is not known here. */
    private static String version() {
        String version = NewApp.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private String className() {
        return Arrays.stream(name.split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
