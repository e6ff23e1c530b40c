package dev.busway.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A port of this machine: 0 to 65535, where 0 stands for any free one. */
final class PortConverter implements ITypeConverter<Integer> {

    private static final int HIGHEST = 65_535;

    @Override
    public Integer convert(String typed) {
        if (!typed.matches("\\d{1,5}") || Integer.parseInt(typed) > HIGHEST) {
            throw new TypeConversionException("\"" + typed + "\" is no port; a port is a number from 0 to " + HIGHEST);
        }
        return Integer.valueOf(typed);
    }
}
