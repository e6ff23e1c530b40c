package dev.busway.host;

/** The version that the jar was built as. */
public final class Version {

    private Version() {}

    /** Such as {@code 0.1.0}; {@code development} when not run from the jar. */
    public static String ofThisJar() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
