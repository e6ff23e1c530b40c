package dev.busway.servicebus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.spi.DataFormatFactory;

/**
 * Camel's JSON data format, which here reads the whole text: by itself it takes the first value of {@code {"a":1}{"a":2}} and
 * drops the rest without a word.
 */
final class StrictJson extends JacksonDataFormat {

    private static final String FACTORY = "jackson-dataformat-factory";

    /** Makes every {@code json} data format of the context a strict one, unless the context has a factory of its own. */
    static void use(CamelContext context) {
        if (context.getRegistry().lookupByName(FACTORY) == null) {
            DataFormatFactory factory = StrictJson::new;
            context.getRegistry().bind(FACTORY, factory);
        }
    }

    @Override
    protected ObjectMapper createNewObjectMapper() {
        return super.createNewObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }
}
