package dev.busway.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of messages: 1 or more. */
final class CountConverter implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String typed) {
        if (!typed.matches("[1-9]\\d{0,8}")) {
            throw new TypeConversionException("\"" + typed + "\" must be a whole number from 1");
        }
        return Integer.valueOf(typed);
    }
}
