package dev.busway;

import dev.busway.command.BuswayCommand;

/** The entry of {@code java -jar busway.jar}. */
public final class Busway {

    private Busway() {}

    public static void main(String[] args) {
        System.exit(BuswayCommand.execute(args));
    }
}
