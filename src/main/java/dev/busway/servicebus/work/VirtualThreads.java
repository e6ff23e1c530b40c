package dev.busway.servicebus.work;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** Finds virtual threads on a JDK that has them; the code is compiled for one that has not. */
final class VirtualThreads {

    private static final int FIRST_RELEASE = 21;
    private static final MethodHandle FACTORY = find();

    private VirtualThreads() {}

    static Optional<ThreadFactory> factory(String namePrefix) {
        if (FACTORY == null) {
            return Optional.empty();
        }
        try {
            return Optional.of((ThreadFactory) FACTORY.invoke(namePrefix, 0L));
        } catch (Throwable e) {
            throw new LinkageError("Thread.ofVirtual() was found and could not be called", e);
        }
    }

    /** {@code (prefix, start) -> Thread.ofVirtual().name(prefix, start).factory()}, or null. */
    private static MethodHandle find() {
        if (Runtime.version().feature() < FIRST_RELEASE) {
            return null;
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle create = lookup.findStatic(Thread.class, "ofVirtual", methodType(virtual));
            MethodHandle name = lookup.findVirtual(virtual, "name", methodType(virtual, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", methodType(ThreadFactory.class));
            MethodHandle named = MethodHandles.foldArguments(name, create);
            return MethodHandles.filterReturnValue(named, factory.asType(methodType(ThreadFactory.class, virtual)));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A JDK from " + FIRST_RELEASE + " on has Thread.ofVirtual()", e);
        }
    }
}
