package dev.busway.routes;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.bean.MethodNotFoundException;

/** Explains, one kind of exception each, why a route that reads well cannot be built. */
final class BuildFailures {

    private static final Pattern UNKNOWN_OPTION = Pattern.compile(
            "Failed to resolve endpoint: ([a-zA-Z0-9+.-]+):.*Unknown parameters=\\[\\{([^=,}]+)=", Pattern.DOTALL);
    private static final Pattern NO_PROPERTY = Pattern.compile("Property with key \\[(?:env:|sys:)?([^\\]]+)\\]");
    private static final Pattern NO_NUMBER =
            Pattern.compile("Error parsing \\[[^\\]]*\\] from property \\{\\{((?:app:)?[^:}]+)");
    private static final Pattern NO_FORMAT = Pattern.compile("Data format '([^']+)' could not be created");
    private static final Pattern SECRET = Pattern.compile("(?i).*(key|secret|password|token|connectionstring).*");

    private BuildFailures() {}

    static Optional<Explanation> explain(Throwable cause, CamelContext context) {
        if (cause instanceof ClassNotFoundException) {
            return Optional.of(noClass(cause.getMessage()));
        }
        if (cause instanceof MethodNotFoundException method) {
            return Optional.of(noMethod(method));
        }
        if (cause instanceof NoSuchBeanException bean) {
            return Optional.of(Explanation.of(
                    "There is no bean \"" + bean.getName() + "\".",
                    "Declare it under beans:, or name its class with beanType instead of ref.",
                    bean.getName()));
        }
        if (cause instanceof NoSuchEndpointException endpoint) {
            return Optional.of(noComponent(endpoint.getUri()));
        }
        if (cause instanceof NoSuchLanguageException language) {
            return Optional.of(Explanation.of(
                    "There is no expression language \"" + language.getLanguage() + "\" on the class path.",
                    missing(Artifacts.Kind.LANGUAGE, language.getLanguage(), List.of("simple", "constant")),
                    language.getLanguage()));
        }
        if (cause instanceof ExpressionIllegalSyntaxException expression) {
            return Optional.of(badExpression(expression));
        }
        if (cause instanceof PropertyBindingException binding) {
            return Optional.of(badValue(binding));
        }
        return byMessage(String.valueOf(cause.getMessage()), context);
    }

    private static Explanation noClass(String name) {
        return Explanation.of(
                "There is no class " + name + ".",
                "Check package and spelling, and that the jar with the class is on the class path.",
                name);
    }

    private static Explanation noMethod(MethodNotFoundException failure) {
        Class<?> type =
                failure.getBean() == null ? Object.class : failure.getBean().getClass();
        List<String> methods = Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
        return Explanation.of(
                type.getName() + " has no public method \"" + failure.getMethodName() + "\".",
                methods.isEmpty() ? "Make the method public." : "Write " + String.join(" or ", methods) + ".",
                failure.getMethodName());
    }

    private static Explanation noComponent(String uri) {
        String scheme = uri.contains(":") ? uri.substring(0, uri.indexOf(':')) : uri;
        return Explanation.of(
                "There is no component \"" + scheme + "\" on the class path.",
                missing(Artifacts.Kind.COMPONENT, scheme, DslNames.SCHEMES),
                scheme + ":");
    }

    /** What to do about something that is not on the class path: only what Camel has can be added. */
    private static String missing(Artifacts.Kind kind, String name, List<String> present) {
        return Artifacts.of(kind, name)
                .map(artifact -> "Put the jar " + artifact + " of Camel, with what it needs, into the folder lib.")
                .or(() -> Spelling.nearest(name, present)
                        .or(() -> Spelling.nearest(name, Artifacts.names(kind)))
                        .map(meant -> "Write " + meant + "."))
                .orElse("Camel has none of this name: correct it.");
    }

    private static Explanation badExpression(ExpressionIllegalSyntaxException failure) {
        return Explanation.of(
                "The expression cannot be understood: " + Explanations.sentence(String.valueOf(failure.getMessage())),
                "Check brackets, quotes and operators (==, !=, >, contains ...); variables are written ${...}.",
                failure.getExpression());
    }

    private static Explanation badValue(PropertyBindingException failure) {
        String option = failure.getPropertyName();
        if (option.toLowerCase(Locale.ROOT).endsWith("type")
                && String.valueOf(failure.getValue()).contains(".")) {
            return noClass(String.valueOf(failure.getValue()));
        }
        String value = SECRET.matcher(option).matches() ? "its value" : "\"" + failure.getValue() + "\"";
        return Explanation.of(
                "The option " + option + " cannot be " + value + ".",
                "Give it a value of the right kind, in the file or in the property that its placeholder names.",
                option);
    }

    private static Optional<Explanation> byMessage(String message, CamelContext context) {
        Matcher option = UNKNOWN_OPTION.matcher(message);
        if (option.find()) {
            return Optional.of(noOption(option.group(1), option.group(2), context));
        }
        Matcher property = NO_PROPERTY.matcher(message);
        if (property.find()) {
            return Optional.of(noProperty(property.group(1)));
        }
        Matcher number = NO_NUMBER.matcher(message);
        if (number.find()) {
            String name = number.group(1).replaceFirst("^app:", "<app>.");
            return Optional.of(Explanation.of(
                    "The property " + name + " is not of the kind that is needed here.",
                    "Set it to a number, or to true or false.",
                    "{{" + number.group(1)));
        }
        Matcher format = NO_FORMAT.matcher(message);
        if (format.find()) {
            return Optional.of(Explanation.of(
                    "There is no data format \"" + format.group(1) + "\" on the class path.",
                    missing(Artifacts.Kind.DATAFORMAT, format.group(1), List.of("jackson")),
                    format.group(1)));
        }
        if (message.contains("no output processors")) {
            return Optional.of(
                    Explanation.of("This route has no steps.", "Add at least one step under from: steps:.", ""));
        }
        return Optional.empty();
    }

    private static Explanation noOption(String scheme, String option, CamelContext context) {
        Set<String> known =
                context.getCamelContextExtension().getEndpointUriFactory(scheme).propertyNames();
        return Explanation.of(
                scheme + " has no option \"" + option + "\".",
                Spelling.nearest(option, known)
                        .map(meant -> "Write " + meant + ".")
                        .orElse("It knows " + known.stream().sorted().collect(Collectors.joining(", ")) + "."),
                option);
    }

    private static Explanation noProperty(String key) {
        String variable = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return Explanation.of(
                "The property " + key + " is not set and has no default.",
                "Set " + key + " in application.properties or " + variable
                        + " in the environment, or write a default: {{" + key + ":value}}.",
                key + "}}");
    }
}
