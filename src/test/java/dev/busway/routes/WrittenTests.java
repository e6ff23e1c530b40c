package dev.busway.routes;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** Runs the tests of an app that was written a moment ago; a process of its own starts this. */
final class WrittenTests {

    private WrittenTests() {}

    /** Runs all tests of these classes; the process fails with the first that does. */
    public static void main(String[] classes) throws ReflectiveOperationException {
        for (String name : classes) {
            for (Method method : Class.forName(name).getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    run(method);
                }
            }
        }
        System.out.println("all passed");
    }

    private static void run(Method method) throws ReflectiveOperationException {
        Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
        constructor.setAccessible(true);
        method.setAccessible(true);
        try {
            method.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method.getName() + " failed", e.getCause());
        }
        System.out.println(method.getName() + " passed");
    }
}
