package dev.busway.routes;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.ToDefinition;

/** A processor that takes an object needs a step before it that makes one of the message's text. */
final class UnmarshalRule implements AppRule {

    /** What Camel can make of a message's text by itself, or passes as it is. */
    private static final Set<Class<?>> TAKEN_AS_IS = Set.of(
            String.class,
            CharSequence.class,
            byte[].class,
            InputStream.class,
            Object.class,
            Exchange.class,
            Message.class,
            CamelContext.class);

    @Override
    public List<RouteProblem> check(AppRoute app, CamelContext context) {
        for (ProcessorDefinition<?> step : app.definition().getOutputs()) {
            if (step.isAbstract()) {
                // Error handling, which Camel keeps among the steps.
                continue;
            }
            if (step instanceof BeanDefinition bean) {
                return wanted(bean, context)
                        .map(type -> List.of(problem(app, bean, type)))
                        .orElse(List.of());
            }
            if (changesBody(step)) {
                return List.of();
            }
        }
        return List.of();
    }

    private static boolean changesBody(ProcessorDefinition<?> step) {
        if (step instanceof ConvertBodyDefinition convert) {
            return !Set.of("String", "java.lang.String", "byte[]").contains(String.valueOf(convert.getType()));
        }
        if (step instanceof ToDefinition to) {
            return !to.getEndpointUri().startsWith("json-validator:")
                    && !to.getEndpointUri().startsWith("log:");
        }
        return !(step instanceof SetHeaderDefinition || step instanceof SetPropertyDefinition)
                && !step.getShortName().equals("log");
    }

    /** The class that the processor's only method of this name takes, if Camel cannot make it of a text. */
    private static Optional<Class<?>> wanted(BeanDefinition bean, CamelContext context) {
        Class<?> type =
                bean.getBeanType() == null ? null : context.getClassResolver().resolveClass(bean.getBeanType());
        if (type == null || bean.getMethod() == null) {
            return Optional.empty();
        }
        List<Method> methods = Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(bean.getMethod()))
                .toList();
        return methods.size() == 1 ? body(methods.get(0)) : Optional.empty();
    }

    private static Optional<Class<?>> body(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.getAnnotations().length == 0)
                .findFirst()
                .map(Parameter::getType)
                .filter(type -> !type.isPrimitive() && !TAKEN_AS_IS.contains(type))
                .map(type -> (Class<?>) type);
    }

    private static RouteProblem problem(AppRoute app, BeanDefinition bean, Class<?> type) {
        return app.problem(
                bean.getLineNumber(),
                bean.getBeanType() + " takes a " + type.getSimpleName() + ", but no step before it makes one.",
                "Put \"unmarshal: {json: {library: Jackson, unmarshalType: " + type.getName() + "}}\" before it.");
    }
}
