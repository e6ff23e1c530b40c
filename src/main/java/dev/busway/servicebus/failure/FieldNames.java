package dev.busway.servicebus.failure;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;

/** Tells the field names of a class of the app, which may be shown, from those that only the body has. */
final class FieldNames {

    private static final String UNNAMED = "*";

    private FieldNames() {}

    /** The name of a step of a path where its class has such a field, else {@value #UNNAMED}. */
    static String shown(JsonMappingException.Reference step) {
        Object from = step.getFrom();
        Class<?> type = from instanceof Class<?> given ? given : from == null ? null : from.getClass();
        boolean known = type != null && !Map.class.isAssignableFrom(type) && isOf(type, step.getFieldName());
        return known ? step.getFieldName() : UNNAMED;
    }

    private static boolean isOf(Class<?> type, String name) {
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (isNamed(field, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNamed(Field field, String name) {
        JsonProperty property = field.getAnnotation(JsonProperty.class);
        JsonAlias alias = field.getAnnotation(JsonAlias.class);
        return field.getName().equals(name)
                || (property != null && property.value().equals(name))
                || (alias != null && Arrays.asList(alias.value()).contains(name));
    }
}
