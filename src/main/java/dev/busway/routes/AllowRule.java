package dev.busway.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Route files use only what an operator allows. Looks at what is written, and loads nothing. */
final class AllowRule implements FileRule {

    private static final Set<String> TYPES = Set.of("beanType", "factoryBean");
    private static final Set<String> LANGUAGE_FIELDS = Set.of("language", "scriptLanguage");

    /** Names of languages that are fields of other things too; none of them runs anything but a bean. */
    private static final Set<String> PLAIN = Set.of(
            "bean",
            "exchangeProperty",
            "file",
            "header",
            "language",
            "method",
            "ref",
            "tokenize",
            "variable",
            "xtokenize");

    private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*):.*", Pattern.DOTALL);
    private static final Pattern RESOURCE = Pattern.compile("^resource:([a-z]+):.*", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("#(?:class|type):([\\w.$]+)");
    private static final Pattern BEAN_IN_TEXT =
            Pattern.compile("\\$\\{bean:(?:type:)?([\\w.$]+?)(?:\\.\\w+\\([^)]*\\))?[?}]");

    private final Allowed allowed;

    AllowRule(Allowed allowed) {
        this.allowed = allowed;
    }

    @Override
    public List<RouteProblem> check(Outline outline) {
        List<RouteProblem> problems = new ArrayList<>();
        if (allowed.isEverything()) {
            return problems;
        }
        Set<String> languages = new HashSet<>(Artifacts.names(Artifacts.Kind.LANGUAGE));
        languages.removeAll(PLAIN);
        for (Outline.Entry field : outline.fields()) {
            int line = field.line();
            if (languages.contains(field.name())) {
                language(outline, field.name(), line, problems);
            }
            String text = field.body() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (LANGUAGE_FIELDS.contains(field.name()) && !text.isEmpty()) {
                language(outline, text, line, problems);
            }
            if (TYPES.contains(field.name()) && text.contains(".")) {
                bean(outline, text, line, problems);
            }
            if (EndpointRule.WITH_ADDRESS.contains(field.name())) {
                component(outline, text, line, problems);
            }
            named(outline, text, line, problems);
        }
        outline.beans().forEach(bean -> bean(outline, bean.type().replace("#class:", ""), bean.line(), problems));
        outline.steps().stream()
                .filter(step -> EndpointRule.WITH_ADDRESSES.contains(step.name()))
                .forEach(step -> Outline.texts(step.body())
                        .flatMap(text -> List.of(text.split(",", -1)).stream())
                        .map(String::strip)
                        .filter(text -> SCHEME.matcher(text).matches())
                        .forEach(text -> component(outline, text, step.line(), problems)));
        return problems.stream().distinct().toList();
    }

    private void named(Outline outline, String text, int line, List<RouteProblem> problems) {
        Matcher type = CLASS.matcher(text);
        while (type.find()) {
            bean(outline, type.group(1), line, problems);
        }
        Matcher called = BEAN_IN_TEXT.matcher(text);
        while (called.find()) {
            if (called.group(1).contains(".")) {
                bean(outline, called.group(1), line, problems);
            }
        }
        Matcher resource = RESOURCE.matcher(text);
        if (resource.matches() && !Set.of("file", "classpath").contains(resource.group(1))) {
            component(outline, resource.group(1) + ":", line, problems);
        }
    }

    private void component(Outline outline, String address, int line, List<RouteProblem> problems) {
        Matcher scheme = SCHEME.matcher(address);
        String name = scheme.matches() ? scheme.group(1) : "";
        if (!address.isEmpty() && !allowed.component(name)) {
            refuse(
                    outline,
                    line,
                    name.isEmpty() ? "An address whose component is not written out" : "The component \"" + name + "\"",
                    "component:" + (name.isEmpty() ? "<scheme>" : name),
                    problems);
        }
    }

    private void language(Outline outline, String name, int line, List<RouteProblem> problems) {
        if (!allowed.language(name)) {
            refuse(outline, line, "The language \"" + name + "\"", "language:" + name, problems);
        }
    }

    private void bean(Outline outline, String type, int line, List<RouteProblem> problems) {
        if (!allowed.bean(type)) {
            refuse(outline, line, "The class " + type, "bean:" + type, problems);
        }
    }

    private static void refuse(Outline outline, int line, String what, String entry, List<RouteProblem> problems) {
        problems.add(new RouteProblem(
                outline.file().name(),
                line,
                what + " may not be used in route files here.",
                "Do without it, or ask who runs this host to add " + entry + " to " + Allowed.SETTING + "."));
    }
}
