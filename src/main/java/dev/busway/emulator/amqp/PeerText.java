package dev.busway.emulator.amqp;

/** Text that a peer wrote, as it may stand in a log: on one line, short, and without characters that act on a terminal. */
final class PeerText {

    private static final int LONGEST = 200;

    private PeerText() {}

    static String shown(Object text) {
        String whole = String.valueOf(text);
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < whole.length() && shown.length() < LONGEST; i++) {
            char each = whole.charAt(i);
            if (isVisible(each)) {
                shown.append(each);
            } else {
                shown.append(String.format("\\u%04x", (int) each));
            }
        }
        return whole.length() > LONGEST ? shown + "..." : shown.toString();
    }

    private static boolean isVisible(char each) {
        return switch (Character.getType(each)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
