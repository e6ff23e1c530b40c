package dev.busway.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of an application property. */
final class PropertyName implements ITypeConverter<String> {

    @Override
    public String convert(String typed) {
        if (typed.isBlank()) {
            throw new TypeConversionException("a property needs a name: <name>=<value>");
        }
        return typed;
    }
}
