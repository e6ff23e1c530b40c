package dev.busway.servicebus;

import com.azure.core.util.BinaryData;
import dev.busway.servicebus.failure.NotUtf8;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Lets routes and beans that were written for Camel's own component, whose body is the SDK's {@link BinaryData}, run on ours
 * and the other way round. Camel's component itself converts texts only.
 */
final class BinaryDataConverters {

    private BinaryDataConverters() {}

    static void addTo(TypeConverterRegistry registry) {
        strictText(registry, byte[].class, bytes -> bytes);
        strictText(registry, BinaryData.class, BinaryData::toBytes);
        from(registry, byte[].class, BinaryData::toBytes);
        from(registry, InputStream.class, BinaryData::toStream);
        from(registry, ByteBuffer.class, BinaryData::toByteBuffer);
        from(registry, Reader.class, data -> new StringReader(data.toString()));
        to(registry, byte[].class, BinaryData::fromBytes);
        to(registry, InputStream.class, BinaryData::fromStream);
        to(registry, ByteBuffer.class, BinaryData::fromByteBuffer);
    }

    /** Camel's own puts another character in the place of what is not text, and nobody hears of it. */
    private static <T> void strictText(TypeConverterRegistry registry, Class<T> type, Conversion<T, byte[]> bytes) {
        registry.removeTypeConverter(String.class, type);
        registry.addTypeConverter(
                String.class,
                type,
                new SimpleTypeConverter(
                        false, (to, exchange, value) -> text(exchange, bytes.convert(type.cast(value)))));
    }

    private static String text(Exchange exchange, byte[] bytes) {
        Charset charset = Charset.forName(ExchangeHelper.getCharsetName(exchange));
        return charset.equals(StandardCharsets.UTF_8) ? NotUtf8.decode(bytes) : new String(bytes, charset);
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
