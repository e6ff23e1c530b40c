package dev.busway.routes;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Steps and definitions that cannot keep the promise: no message lost, none sent twice. */
final class ConstructRule implements FileRule {

    private record Refusal(String why, String remedy) {}

    /** By the name of the step. */
    private static final Map<String, Refusal> STEPS = Map.ofEntries(
            refuse(
                    "aggregate",
                    "aggregate completes each message when it enters, long before its output is sent; a stop would"
                            + " lose it.",
                    "Aggregate in the processor of the receiving side, or use a split with an aggregationStrategy for"
                            + " the parts of one message."),
            refuse(
                    "resequence",
                    "resequence completes each message when it enters, long before its output is sent; a stop would"
                            + " lose it.",
                    "Use a queue with sessions, which keeps the order of each session."),
            refuse(
                    "kamelet",
                    "Kamelets are not part of this host.",
                    "Use a routeTemplate, or the steps of the Kamelet themselves."),
            refuse(
                    "saga",
                    "A saga needs a coordinator, which this host does not have, and would act outside of the"
                            + " transaction.",
                    "Leave it out: the outputs of a route and the completion of its input are one transaction"
                            + " already."),
            refuse(
                    "transacted",
                    "transacted needs a transaction manager, which this host does not have.",
                    "Leave it out: the outputs of a route and the completion of its input are one transaction"
                            + " already."),
            refuse(
                    "circuitBreaker",
                    "A circuit breaker needs a library that is not part of this host, and takes failures from the"
                            + " retries.",
                    "Use the property pauseAfterFailures of the app: it takes no messages while the other side is"
                            + " down."),
            refuse("tokenizer", "tokenizer needs a library that is not part of this host.", "Use split, or a bean."),
            refuse(
                    "a2aSubTask",
                    "a2aSubTask tells an agent of progress, and messages of a queue have none that listens.",
                    "Write the steps without it."),
            refuse("serviceCall", "serviceCall is not part of this host.", "Write the address in a \"to:\"."),
            refuse(
                    "resumable",
                    "resumable keeps an offset, which a queue does not have.",
                    "Leave it out: a message that was not completed comes back by itself."),
            refuse(
                    "pausable",
                    "pausable needs a consumer that can be asked to wait, which a queue is not.",
                    "Use busway apps pause, or the property pauseAfterFailures of the app."));

    /** By the name of the definition. */
    private static final Map<String, Refusal> DEFINITIONS = Map.ofEntries(
            refuse(
                    "errorHandler",
                    "An errorHandler at the top of a file takes hold of the files that are read after it, and not of"
                            + " its own.",
                    "Move it into the route, below \"route:\", or into a routeConfiguration."),
            refuse(
                    "interceptSendToEndpoint",
                    "interceptSendToEndpoint takes hold of the files that are read after it too.",
                    "Put its steps before the \"to:\" that they are for, or into a direct: route."),
            refuse(
                    "sslContextParameters",
                    "sslContextParameters would hold for all files, and name key stores that no check can look at.",
                    "Declare the context under beans:, or set the trust store of the JVM."),
            refuse(
                    "transformers",
                    "transformers would hold for the routes of all files.",
                    "Use a transform or a bean in the route."),
            refuse(
                    "validators",
                    "validators would hold for the routes of all files.",
                    "Use json-validator, or the step validate, in the route."),
            refuse(
                    "rest",
                    "This host has no HTTP server for routes.",
                    "Let an HTTP service of your own send to the input queue."),
            refuse(
                    "restConfiguration",
                    "This host has no HTTP server for routes.",
                    "Let an HTTP service of your own send to the input queue."));

    private static final Map<String, Refusal> ERROR_HANDLERS = Map.ofEntries(
            refuse(
                    "jtaTransactionErrorHandler",
                    "This error handler needs a transaction manager, which this host does not have.",
                    "Use defaultErrorHandler: outputs and completion are one transaction already."),
            refuse(
                    "springTransactionErrorHandler",
                    "This error handler needs a transaction manager, which this host does not have.",
                    "Use defaultErrorHandler: outputs and completion are one transaction already."));

    @Override
    public List<RouteProblem> check(Outline outline) {
        Stream<RouteProblem> definitions = outline.entries().stream()
                .filter(entry -> DEFINITIONS.containsKey(entry.name()))
                .map(entry -> problem(outline, entry, DEFINITIONS.get(entry.name())));
        Stream<RouteProblem> steps = outline.steps().stream()
                .filter(step -> STEPS.containsKey(step.name()))
                .map(step -> problem(outline, step, STEPS.get(step.name())));
        Stream<RouteProblem> handlers = outline.fields().stream()
                .filter(field -> ERROR_HANDLERS.containsKey(field.name()))
                .map(field -> problem(outline, field, ERROR_HANDLERS.get(field.name())));
        return Stream.of(definitions, steps, handlers).flatMap(found -> found).toList();
    }

    private static RouteProblem problem(Outline outline, Outline.Entry entry, Refusal refusal) {
        return new RouteProblem(outline.file().name(), entry.line(), refusal.why(), refusal.remedy());
    }

    private static Map.Entry<String, Refusal> refuse(String name, String why, String remedy) {
        return Map.entry(name, new Refusal(why, remedy));
    }
}
