package dev.busway.host;

import org.apache.camel.spi.PropertiesFunction;

/** {@code {{sys:name:default}}} as Camel has it, but for secrets. */
final class SystemFunction implements PropertiesFunction {

    @Override
    public String getName() {
        return "sys";
    }

    @Override
    public String apply(String remainder) {
        int colon = remainder.indexOf(':');
        String name = colon < 0 ? remainder : remainder.substring(0, colon);
        ReadableByRoutes.require(name);
        String value = System.getProperty(name);
        return value != null || colon < 0 ? value : remainder.substring(colon + 1);
    }
}
