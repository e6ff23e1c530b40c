package dev.busway.emulator.queue;

/** Is told everything that happens to messages, in order, on the engine's thread; must not call the engine. */
@FunctionalInterface
public interface MessageListener {

    /** Listens to nothing; the engine then makes no events at all. */
    MessageListener NONE = event -> {};

    void on(MessageEvent event);
}
