package org.example.greetings;

/** The greeting for the name with this id. */
public record Greeting(String id, String text) {}
