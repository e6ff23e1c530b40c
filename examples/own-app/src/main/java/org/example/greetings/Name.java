package org.example.greetings;

/** Whom to greet. */
public record Name(String id, String name) {}
