package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.tools.ToolProvider;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NewAppTest {

    @TempDir
    private Path project;

    @Test
    void writtenAppCompilesAndItsRouteIsWithoutProblems() throws Exception {
        List<Path> written = NewApp.of("order-intake", "org.example", false).writeTo(project);

        assertThat(written)
                .map(file -> project.relativize(file).toString())
                .containsExactly(
                        "routes/order-intake.camel.yaml",
                        "routes/schemas/order-intake.schema.json",
                        "src/main/java/org/example/orderintake/package-info.java",
                        "src/main/java/org/example/orderintake/OrderIntakeInput.java",
                        "src/main/java/org/example/orderintake/OrderIntakeResult.java",
                        "src/main/java/org/example/orderintake/OrderIntakeProcessor.java",
                        "src/test/java/org/example/orderintake/OrderIntakeProcessorTest.java",
                        "src/test/java/org/example/orderintake/OrderIntakeRouteTest.java",
                        "config/application.properties");
        Path classes = compile(written);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            assertThat(check(loader)).isEmpty();
        }
    }

    @Test
    void appWithoutJavaIsWithoutProblems() throws Exception {
        List<Path> written = NewApp.of("orders", "org.example", true).writeTo(project);

        assertThat(written).hasSize(3);
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
        assertThatThrownBy(() -> NewApp.of("orders", "org.example", true).writeTo(project))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is taken by a route in");
        assertThat(project.resolve("routes/schemas/orders.schema.json")).doesNotExist();
    }

    private Path compile(List<Path> written) throws Exception {
        Path classes = Files.createDirectory(project.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-d", classes.toString(), "-proc:none", "-Xlint:all,-classfile,-processing,-path,-serial", "-Werror"));
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
