package dev.busway.routes;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * What a processor returns must be made a text before it is sent.
 *
 * <p>Follows the steps in their order from a processor to the outputs; any step that may change the body ends the
 * search, so that nothing is told that is not so.
 */
final class MarshalRule implements AppRule {

    /** Steps that leave the body as it is; the steps inside them are looked at too. */
    private static final Set<Class<?>> LEAVE_THE_BODY = Set.of(
            SetHeaderDefinition.class,
            SetPropertyDefinition.class,
            RemoveHeaderDefinition.class,
            LogDefinition.class,
            FilterDefinition.class,
            ChoiceDefinition.class,
            StepDefinition.class);

    @Override
    public List<RouteProblem> check(AppRoute app, CamelContext context) {
        List<RouteProblem> problems = new ArrayList<>();
        follow(app, context, app.definition().getOutputs(), Optional.empty(), problems);
        return problems;
    }

    /** Goes through the steps; {@code made} is the processor whose result is the body at the moment. */
    private static Optional<BeanDefinition> follow(
            AppRoute app,
            CamelContext context,
            List<ProcessorDefinition<?>> steps,
            Optional<BeanDefinition> made,
            List<RouteProblem> problems) {
        Optional<BeanDefinition> now = made;
        for (ProcessorDefinition<?> step : steps) {
            if (step.isAbstract()) {
                // Error handling, which Camel keeps among the steps.
                continue;
            }
            if (step instanceof BeanDefinition bean) {
                now = result(bean, context).isPresent() ? Optional.of(bean) : Optional.empty();
            } else if (step instanceof ToDefinition to) {
                now = send(app, context, to, now, problems);
            } else if (LEAVE_THE_BODY.contains(step.getClass())) {
                Optional<BeanDefinition> inside = follow(app, context, step.getOutputs(), now, problems);
                now = inside.equals(now) ? now : Optional.empty();
            } else {
                now = Optional.empty();
            }
        }
        return now;
    }

    private static Optional<BeanDefinition> send(
            AppRoute app,
            CamelContext context,
            ToDefinition to,
            Optional<BeanDefinition> made,
            List<RouteProblem> problems) {
        if (!to.getEndpointUri().startsWith("azure-servicebus:")) {
            return to.getEndpointUri().startsWith("log:") ? made : Optional.empty();
        }
        made.flatMap(bean -> result(bean, context))
                .ifPresent(type -> problems.add(app.problem(
                        app.file().lineOf("azure-servicebus:", to.getLineNumber()),
                        "What is sent here is a " + type.getSimpleName()
                                + ", but no step before it makes a text of it.",
                        "Put \"marshal: {json: {library: Jackson}}\" before it.")));
        return made;
    }

    /** The class that the processor's only method of this name returns, if it is one of an app's own. */
    private static Optional<Class<?>> result(BeanDefinition bean, CamelContext context) {
        Class<?> type =
                bean.getBeanType() == null ? null : context.getClassResolver().resolveClass(bean.getBeanType());
        if (type == null || bean.getMethod() == null) {
            return Optional.empty();
        }
        Set<Class<?>> results = Collections.newSetFromMap(new IdentityHashMap<>());
        Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(bean.getMethod()))
                .map(Method::getReturnType)
                .forEach(results::add);
        return results.size() == 1
                ? Optional.<Class<?>>of(results.iterator().next()).filter(MarshalRule::needsMarshal)
                : Optional.empty();
    }

    /** Lists are sent element by element, records and JSON trees as JSON, and what Java brings may have a conversion. */
    private static boolean needsMarshal(Class<?> type) {
        return !type.isPrimitive()
                && !type.isRecord()
                && !type.getName().startsWith("com.fasterxml.jackson.")
                && !type.isArray()
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("org.apache.camel.")
                && !type.getName().startsWith("com.azure.")
                && !Collection.class.isAssignableFrom(type);
    }
}
