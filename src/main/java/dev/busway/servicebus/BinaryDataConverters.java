package dev.busway.servicebus;

import com.azure.core.util.BinaryData;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Lets routes and beans that were written for Camel's own component, whose body is the SDK's {@link BinaryData}, run on ours
 * and the other way round. Camel's component itself converts texts only.
 */
final class BinaryDataConverters {

    private BinaryDataConverters() {}

    static void addTo(TypeConverterRegistry registry) {
        from(registry, byte[].class, BinaryData::toBytes);
        from(registry, InputStream.class, BinaryData::toStream);
        from(registry, ByteBuffer.class, BinaryData::toByteBuffer);
        from(registry, Reader.class, data -> new StringReader(data.toString()));
        to(registry, byte[].class, BinaryData::fromBytes);
        to(registry, InputStream.class, BinaryData::fromStream);
        to(registry, ByteBuffer.class, BinaryData::fromByteBuffer);
    }

    private static <T> void from(TypeConverterRegistry registry, Class<T> type, Conversion<BinaryData, T> conversion) {
        registry.addTypeConverter(
                type,
                BinaryData.class,
                new SimpleTypeConverter(false, (to, exchange, value) -> conversion.convert((BinaryData) value)));
    }

    private static <T> void to(TypeConverterRegistry registry, Class<T> type, Conversion<T, BinaryData> conversion) {
        registry.addTypeConverter(
                BinaryData.class,
                type,
                new SimpleTypeConverter(false, (to, exchange, value) -> conversion.convert(type.cast(value))));
    }

    @FunctionalInterface
    private interface Conversion<F, T> {
        T convert(F value);
    }
}
