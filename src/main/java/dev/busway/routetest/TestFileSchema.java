package dev.busway.routetest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of test files, with which editors complete and check them. */
public final class TestFileSchema {

    private static final String RESOURCE = "/schema/busway-test.schema.json";

    private TestFileSchema() {}

    public static String text() {
        try (InputStream in = TestFileSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The schema of test files is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The schema of test files cannot be read", e);
        }
    }
}
