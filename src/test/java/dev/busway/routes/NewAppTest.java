package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.settings.Settings;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NewAppTest {

    private static final List<String> NAMES = List.of("ab", "orders", "order-intake-of-the-northern-warehouses");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CLASS_PATH = Stream.of(
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                            .split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    private Path project;

    @Test
    void everyFileOfAnAppIsNamed() throws Exception {
        List<Path> written = NewApp.of("order-intake", "org.example", false).writeTo(project);

        assertThat(written)
                .map(file -> project.relativize(file).toString())
                .containsExactly(
                        "routes/order-intake.camel.yaml",
                        "routes/schemas/order-intake.schema.json",
                        "samples/order-intake/first.json",
                        "src/main/java/org/example/orderintake/package-info.java",
                        "src/main/java/org/example/orderintake/OrderIntakeInput.java",
                        "src/main/java/org/example/orderintake/OrderIntakeResult.java",
                        "src/main/java/org/example/orderintake/OrderIntakeProcessor.java",
                        "src/test/java/org/example/orderintake/OrderIntakeProcessorTest.java",
                        "src/test/java/org/example/orderintake/OrderIntakeRouteTest.java",
                        "routes/error-handling.camel.yaml",
                        "pom.xml",
                        "config/application.properties");
    }

    /** What is written with the shortest and the longest names that people take, side by side in one project. */
    @Test
    void writtenAppsOfAnyLengthCompileAndTheirOwnTestsPass() throws Exception {
        List<Path> written = new ArrayList<>();
        List<String> tests = new ArrayList<>();
        for (String name : NAMES) {
            NewApp app = NewApp.of(name, "org.example", false);
            app.writeTo(project).stream()
                    .filter(file -> !written.contains(file))
                    .forEach(written::add);
        }
        written.stream()
                .map(file -> project.relativize(file).toString())
                .filter(file -> file.endsWith("Test.java"))
                .map(file -> file.replaceFirst("^src/test/java/", "")
                        .replaceFirst("\\.java$", "")
                        .replace('/', '.'))
                .forEach(tests::add);

        Path classes = compile(written);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            assertThat(check(loader)).isEmpty();
        }
        assertThat(tests).hasSize(2 * NAMES.size());
        assertThat(runTests(classes, tests.toArray(String[]::new)))
                .contains("inputBecomesItsResult passed", "messageComesOutOnce passed")
                .endsWith("all passed");
    }

    /** Otherwise the formatter would break it for some names, or join what was broken for others. */
    @ParameterizedTest
    @ValueSource(strings = {"ab", "abcdefghijabcdefghijabcdefghijabcdefghij"})
    void everyLineOfASourceFitsWhateverTheName(String name) throws Exception {
        for (Path file : NewApp.of(name, "dev.busway.apps", false).writeTo(project)) {
            if (file.toString().endsWith(".java")) {
                assertThat(Files.readAllLines(file)).as(file.toString()).allMatch(line -> line.length() <= 120);
            }
        }
    }

    @Test
    void appWithoutJavaWorksOnTheEmulatorAsItIs() throws Exception {
        NewApp.of("orders", "org.example", true).writeTo(project);

        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = Host.start(Settings.shipped()
                        .with(Settings.CONNECTION_STRING, emulator.connectionString())
                        .with(Settings.HTTP_HOST, "127.0.0.1")
                        .with(Settings.HTTP_PORT, "0")
                        .with(Settings.ROUTES, project.resolve("routes").toString()));
                ServiceBusSenderClient in = host.access()
                        .clientBuilder()
                        .sender()
                        .queueName("orders-in")
                        .buildClient();
                ServiceBusReceiverClient out = host.access()
                        .clientBuilder()
                        .receiver()
                        .queueName("orders-out")
                        .buildClient()) {
            in.sendMessages(List.of(
                    new ServiceBusMessage("{\"text\": \"without the id that the schema asks for\"}"),
                    new ServiceBusMessage("{\"id\": \"1\"}")));

            assertThat(out.receiveMessages(1, PATIENCE)).singleElement().satisfies(message -> {
                assertThat(message.getBody()).hasToString("{\"id\":\"1\"}");
                assertThat(message.getApplicationProperties()).containsEntry("processedBy", "orders");
            });
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(emulator.counts("orders-in").deadLettered())
                            .isOne());
        }
    }

    @Test
    void appWithoutJavaIsWithoutProblems() throws Exception {
        List<Path> written = NewApp.of("orders", "org.example", true).writeTo(project);

        assertThat(written).hasSize(5);
        assertThat(Files.readString(project.resolve("config/application.properties")))
                .contains("orders.in.queue=orders-in", "orders.out.queue=orders-out");
        assertThat(check(NewAppTest.class.getClassLoader())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Orders", "orders_in", "-orders", "orders-", "1orders", "o/../x", "", "new"})
    void nameThatCannotBeUsedIsRefused(String name) {
        assertThatThrownBy(() -> NewApp.of(name, "org.example", false)).isInstanceOf(RefusedException.class);
    }

    @Test
    void fileOrRouteOfTheSameNameIsNeverOverwritten() throws Exception {
        NewApp.of("orders", "org.example", true).writeTo(project);
        Path route = project.resolve("routes/orders.camel.yaml");
        String before = Files.readString(route);

        assertThatThrownBy(() -> NewApp.of("orders", "org.example", true).writeTo(project))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("orders.camel.yaml already");
        assertThat(Files.readString(route)).isEqualTo(before);

        Files.move(route, project.resolve("routes/other.camel.yaml"));
        Files.delete(project.resolve("routes/schemas/orders.schema.json"));
        Files.delete(project.resolve("samples/orders/first.json"));
        assertThatThrownBy(() -> NewApp.of("orders", "org.example", true).writeTo(project))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is taken by a route in");
        assertThat(project.resolve("routes/schemas/orders.schema.json")).doesNotExist();
    }

    /** Runs them in a process of their own, because a host looks for its routes in the working directory. */
    private String runTests(Path classes, String... tests) throws Exception {
        Path output = project.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes + File.pathSeparator + CLASS_PATH,
                WrittenTests.class.getName()));
        command.addAll(List.of(tests));
        Process process = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ended")
                    .isTrue();
            return Files.readString(output).strip();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Path compile(List<Path> written) throws Exception {
        Path classes = Files.createDirectory(project.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-d",
                classes.toString(),
                "-cp",
                CLASS_PATH,
                "-proc:none",
                "-Xlint:all,-classfile,-processing,-path,-serial",
                "-Werror"));
        written.stream()
                .filter(file -> file.toString().endsWith(".java"))
                .forEach(file -> arguments.add(file.toString()));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return classes;
    }

    private List<RouteProblem> check(ClassLoader classes) {
        return new RouteCheck(context -> surround(context, classes))
                .check(
                        List.of(project.resolve("routes").toFile().listFiles((folder, name) -> name.endsWith(".yaml")))
                                .stream()
                                .map(file -> file.toPath())
                                .toList());
    }

    private void surround(CamelContext context, ClassLoader classes) {
        Properties properties = new Properties();
        properties.setProperty("busway.schemas", "file:" + project.resolve("routes/schemas"));
        context.getPropertiesComponent().setInitialProperties(properties);
        context.setApplicationContextClassLoader(classes);
    }
}
