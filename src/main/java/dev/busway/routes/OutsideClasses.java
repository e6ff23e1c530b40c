package dev.busway.routes;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The classes and files of apps from outside, on top of ours. Classes come from us first, as everywhere in Java; what
 * lies under {@code routes/} deliberately from outside first, or a shipped app would lend its schema to one of the same
 * name.
 */
public final class OutsideClasses extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String ROUTES = "routes/";

    /** @param jars where else to look, beside the class path */
    public OutsideClasses(URL[] jars) {
        super("busway-lib", jars, OutsideClasses.class.getClassLoader());
    }

    @Override
    public URL getResource(String name) {
        return name.startsWith(ROUTES)
                ? outside(name).orElseGet(() -> super.getResource(name))
                : super.getResource(name);
    }

    /** The file of this name that an app from outside brings. */
    Optional<URL> outside(String name) {
        return outsides(name).stream().findFirst();
    }

    /** All of this name, but for our own. */
    public List<URL> outsides(String name) {
        try {
            return Collections.list(getResources(name)).stream()
                    .filter(found -> !isOurs(found, name))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("The class path cannot be searched for " + name, e);
        }
    }

    private static boolean isOurs(URL found, String name) {
        CodeSource source = OutsideClasses.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return true;
        }
        String place = source.getLocation().toString();
        String ours = place.endsWith("/") ? place + name : "jar:" + place + "!/" + name;
        // A jar for several versions of Java tells a folder with a slash at its end, others without.
        return found.toString().equals(ours) || found.toString().equals(ours + "/");
    }
}
