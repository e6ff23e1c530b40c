package dev.busway.servicebus.connection;

/** A queue or topic that messages are sent to. */
public record Target(String name, boolean topic) {}
