package dev.busway.host;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.component.properties.PropertiesComponent;

/**
 * Camel's placeholders, but for those in an address that a step ({@code toD}, {@code recipientList} and so on) has made out of a
 * message: what a sender writes is never looked up. What stands in a route file was resolved when the route was built, and
 * {@code ${properties:name}} works as before.
 */
final class RoutePlaceholders extends PropertiesComponent {

    private static final String REFUSED =
            "An address that was made out of a message holds {{; placeholders in messages are not resolved.";
    private static final String CAMEL = "org.apache.camel.";
    /** The steps of routes; while messages flow nothing else in Camel asks for placeholders of an address. */
    private static final String STEPS = "org.apache.camel.processor.";

    private static final Set<String> WHILE_BUILDING = Set.of("doBuild", "doInit", "doStart", "doResume");

    private static final StackWalker STACK = StackWalker.getInstance();

    /** How {@code ${properties:name}} asks, whose name stands in the route. */
    @Override
    public String parseUri(String text) {
        return super.parseUri(text, false);
    }

    @Override
    public String parseUri(String text, boolean keepUnresolvedOptional) {
        if (text.contains(PREFIX_TOKEN) && isAskedByAStepThatRuns()) {
            throw new IllegalArgumentException(REFUSED);
        }
        return super.parseUri(text, keepUnresolvedOptional);
    }

    /** By the stack, because steps look for their endpoints on whatever thread they run on. The code of an app may ask. */
    private static boolean isAskedByAStepThatRuns() {
        Optional<StackFrame> asking = STACK.walk(frames -> frames.skip(2)
                .dropWhile(frame -> isCamelsOwn(frame.getClassName()))
                .findFirst());
        return asking.filter(frame -> frame.getClassName().startsWith(STEPS))
                .filter(frame -> !WHILE_BUILDING.contains(frame.getMethodName()))
                .isPresent();
    }

    private static boolean isCamelsOwn(String className) {
        boolean others = className.startsWith(CAMEL) && !className.startsWith(STEPS);
        return others || className.startsWith("java.") || className.startsWith("dev.busway.");
    }
}
