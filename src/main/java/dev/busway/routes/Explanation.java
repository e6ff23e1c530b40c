package dev.busway.routes;

/**
 * What is wrong, in words for whoever wrote the file.
 *
 * @param sought what to look for in the file to find the line; empty if the failing step itself is the place
 */
record Explanation(String what, String remedy, String sought) {

    static Explanation of(String what, String remedy, String sought) {
        return new Explanation(what, remedy, sought);
    }
}
