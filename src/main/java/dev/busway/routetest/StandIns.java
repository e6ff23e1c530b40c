package dev.busway.routetest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stands before every bean step of every route, and answers in place of the bean where the test that runs says so. It is
 * inside the error handler, so that a retry asks it again.
 *
 * <p>Written by the thread that runs tests, read by those that run routes; tests run one after the other.
 */
final class StandIns implements InterceptStrategy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> names = new ConcurrentSkipListSet<>();
    private final Map<String, StandIn> active = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    /** From now on these, and no others. */
    void use(Map<String, StandIn> standIns) {
        active.clear();
        calls.clear();
        active.putAll(standIns);
    }

    /** The names under which a test may replace a bean step. */
    Set<String> names() {
        return new TreeSet<>(names);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return definition instanceof BeanDefinition bean ? new Step(namesOf(bean), target) : target;
    }

    private Set<String> namesOf(BeanDefinition bean) {
        Set<String> own = new TreeSet<>();
        if (bean.getId() != null) {
            own.add(bean.getId());
        }
        if (bean.getRef() != null) {
            own.add(bean.getRef());
        }
        if (bean.getBeanType() != null) {
            own.add(bean.getBeanType());
            own.add(bean.getBeanType().substring(bean.getBeanType().lastIndexOf('.') + 1));
        }
        names.addAll(own);
        return own;
    }

    private final class Step extends DelegateAsyncProcessor {

        private final Set<String> own;

        Step(Set<String> own, Processor target) {
            super(target);
            this.own = own;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            for (String name : own) {
                StandIn standIn = active.get(name);
                if (standIn instanceof StandIn.Returns returns) {
                    exchange.getMessage().setBody(plain(returns.value()));
                    callback.done(true);
                    return true;
                }
                if (standIn instanceof StandIn.Fails fails && count(name) <= fails.times()) {
                    exchange.setException(failure(fails.exception()));
                    callback.done(true);
                    return true;
                }
            }
            return super.process(exchange, callback);
        }

        private int count(String name) {
            return calls.computeIfAbsent(name, unused -> new AtomicInteger()).incrementAndGet();
        }

        private Object plain(JsonNode value) {
            return JSON.convertValue(value, Object.class);
        }

        private Exception failure(String className) {
            String text = "failed on purpose by a test";
            try {
                Class<?> type = getClass().getClassLoader().loadClass(className);
                return (Exception) type.getConstructor(String.class).newInstance(text);
            } catch (ClassNotFoundException e) {
                return new IllegalStateException("The test names the exception " + className + ", which there is not");
            } catch (NoSuchMethodException
                    | InstantiationException
                    | IllegalAccessException
                    | InvocationTargetException
                    | ClassCastException e) {
                return new IllegalStateException(
                        "The test names " + className + ", which is no exception that takes a text");
            }
        }
    }
}
