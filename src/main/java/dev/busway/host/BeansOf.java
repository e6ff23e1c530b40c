package dev.busway.host;

import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanRepository;

/**
 * The beans of a running context, for another one that only builds routes: what is asked for by name is found.
 * Deliberately nothing is found by type, and no component, or the other context would take over parts of this one.
 */
final class BeansOf implements BeanRepository {

    private final CamelContext context;

    BeansOf(CamelContext context) {
        this.context = context;
    }

    @Override
    public Object lookupByName(String name) {
        Object bean = context.getRegistry().lookupByName(name);
        return bean instanceof Component ? null : bean;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        Object bean = lookupByName(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
