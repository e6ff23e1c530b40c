package dev.busway.emulator.queue;

/** A content that tests can read. */
record Text(String text) implements Content {

    @Override
    public int size() {
        return text.length();
    }

    @Override
    public String toString() {
        return text;
    }
}
