package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.util.StringHelper;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Addresses that lose messages, or say something else than they seem to. */
final class EndpointRule implements FileRule {

    /** Components whose queues are in memory: the sender goes on before the message has been worked on. */
    private static final Set<String> IN_MEMORY = Set.of("disruptor", "disruptor-vm", "seda", "stub", "vm");

    /** Fields whose text is an address. */
    static final Set<String> WITH_ADDRESS = Set.of(
            "deadLetterUri",
            "enrich",
            "from",
            "interceptFrom",
            "interceptSendToEndpoint",
            "poll",
            "to",
            "toD",
            "uri",
            "wireTap");

    /** Steps whose expression gives addresses. */
    static final Set<String> WITH_ADDRESSES =
            Set.of("dynamicRouter", "enrich", "pollEnrich", "recipientList", "routingSlip");

    private static final Set<String> RECEIVING_STEPS = Set.of("poll", "pollEnrich");
    private static final String SERVICE_BUS = "azure-servicebus:";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Pattern OF_A_MESSAGE = Pattern.compile("\\$\\{[^{}]*}|\\$simple\\{[^{}]*}|RAW\\{.*}");

    @Override
    public List<RouteProblem> check(Outline outline) {
        List<RouteProblem> problems = new ArrayList<>();
        outline.fields().stream()
                .filter(field -> WITH_ADDRESS.contains(field.name()) && field.body() instanceof ScalarNode)
                .forEach(field -> checkAddress(outline, field, problems));
        outline.steps().stream()
                .filter(step -> RECEIVING_STEPS.contains(step.name()))
                .filter(step -> Outline.texts(step.body()).anyMatch(text -> text.startsWith(SERVICE_BUS)))
                .map(step -> new RouteProblem(
                        outline.file().name(),
                        step.line(),
                        step.name()
                                + " cannot receive from Service Bus: the message that it takes would be settled apart"
                                + " from the input.",
                        "Make the other queue the input of a route of its own."))
                .forEach(problems::add);
        return problems;
    }

    private static void checkAddress(Outline outline, Outline.Entry field, List<RouteProblem> problems) {
        String address = Outline.text(field.body()).orElse("");
        int line = Outline.line(field.body());
        String scheme = StringHelper.before(address, ":", "");
        if (IN_MEMORY.contains(scheme)) {
            problems.add(new RouteProblem(
                    outline.file().name(),
                    line,
                    scheme + " keeps messages in memory after their input has been completed; a stop would lose them.",
                    "Use \"direct:\" for a route of the same host, or a queue of Service Bus."));
        }
        lackingBrace(address)
                .ifPresent(part -> problems.add(new RouteProblem(
                        outline.file().name(),
                        line,
                        "A brace of a placeholder is missing at \"" + part + "\".",
                        "Write {{name:default}} with two braces on each side.")));
    }

    /** What is left of the braces when all that are whole have been taken away, from the inside to the outside. */
    private static Optional<String> lackingBrace(String address) {
        String rest = address;
        for (String before = ""; !before.equals(rest); ) {
            before = rest;
            rest = OF_A_MESSAGE
                    .matcher(PLACEHOLDER.matcher(rest).replaceAll(""))
                    .replaceAll("");
        }
        String entity = StringHelper.before(rest, "?", rest);
        int brace = Math.max(entity.indexOf('{'), entity.indexOf('}'));
        return brace < 0 ? Optional.empty() : Optional.of(entity.substring(Math.max(0, brace - 1)));
    }
}
