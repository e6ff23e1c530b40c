package org.example.greetings;

/** Greets. */
public final class GreetingProcessor {

    public Greeting handle(Name name) {
        return new Greeting(name.id(), "Hello, " + name.name());
    }
}
