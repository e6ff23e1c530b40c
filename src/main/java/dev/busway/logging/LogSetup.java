package dev.busway.logging;

import static java.util.Map.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.logstash.logback.decorate.EscapeNonAsciiJsonFactoryDecorator;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;

/**
 * Configures Logback in code, because its XML costs a third of a second of every start. An operator's own file still
 * wins: {@code -Dlogback.configurationFile=...}.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    /** System property: {@code text} or {@code json}. */
    public static final String FORMAT = "busway.log.format";
    /** System property: {@code System.out} or {@code System.err}. */
    public static final String TARGET = "busway.log.target";
    /** System property: the level of the host and the apps, INFO when not set; with a dot and a name behind, of one logger. */
    public static final String LEVEL = "busway.log.level";

    /** System property: {@code full} for the texts of exceptions too, whatever they quote. */
    public static final String EXCEPTION_TEXTS = "busway.log.exceptions";
    /** The logger of whole exceptions, with texts that may quote messages, at DEBUG; off unless it is named. */
    public static final String EXCEPTIONS = "dev.busway.exceptions";

    /** Camel's advice on the form of a route file, at each reading of it; the form of Camel's own pages gets it too. */
    private static final String ADVICE_ON_FORM = "org.apache.camel.dsl.yaml";

    private static final String TEXT = "%d{HH:mm:ss.SSS} %-5level %visible%fields%n%stack";
    /**
     * The SDK tells of one cut link in several lines of JSON, and of a missing token in stack traces. The component
     * and the credential say each once, and health shows it. Camel's error handler prints the text of an exception, which
     * may quote the message; the component says what failed and where without it.
     */
    private static final Map<String, Level> LEVELS = Map.ofEntries(
            entry(EXCEPTIONS, Level.OFF),
            entry("com.azure", Level.ERROR),
            entry("com.azure.core.amqp", Level.OFF),
            entry("com.azure.core.http", Level.OFF),
            entry("com.azure.core.implementation", Level.OFF),
            entry("com.azure.identity", Level.OFF),
            entry("com.azure.messaging.servicebus", Level.OFF),
            entry("com.microsoft", Level.WARN),
            entry("com.microsoft.aad.msal4j", Level.OFF),
            entry("com.networknt", Level.WARN),
            entry("io.micrometer", Level.WARN),
            entry("io.netty", Level.WARN),
            entry("io.opentelemetry", Level.WARN),
            entry("io.vertx", Level.WARN),
            entry("org.apache.camel", Level.WARN),
            entry(ADVICE_ON_FORM, Level.ERROR),
            entry("org.apache.camel.processor.errorhandler", Level.OFF),
            entry("org.apache.qpid", Level.WARN),
            entry("reactor", Level.OFF));

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget(System.getProperty(TARGET, "System.out"));
        write(context, console, System.getProperty(FORMAT), Level.toLevel(System.getProperty(LEVEL), Level.INFO));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Lets a context write through one appender, and gives the filter that holds back floods. */
    static FloodFilter write(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, String format, Level level) {
        appender.setContext(context);
        appender.setEncoder(encoder(context, format));
        FloodFilter flood = new FloodFilter();
        flood.setContext(context);
        flood.start();
        appender.addFilter(flood);
        appender.start();
        context.getLogger("ROOT").addAppender(appender);
        context.getLogger("ROOT").setLevel(level);
        LEVELS.forEach(
                (name, quiet) -> context.getLogger(name).setLevel(level.isGreaterOrEqual(quiet) ? level : quiet));
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(LEVEL + ".")) {
                context.getLogger(name.substring(LEVEL.length() + 1)).setLevel(Level.toLevel(System.getProperty(name)));
            }
        }
        return flood;
    }

    static Encoder<ILoggingEvent> encoder(LoggerContext context, String format) {
        StackConverter stacks = new StackConverter("full".equals(System.getProperty(EXCEPTION_TEXTS)));
        stacks.start();
        return "json".equals(format) ? json(context, stacks) : text(context, stacks);
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context, StackConverter stacks) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("fields", FieldsConverter::new);
        layout.getInstanceConverterMap().put("visible", VisibleMessageConverter::new);
        layout.getInstanceConverterMap().put("stack", () -> stacks);
        layout.setPattern(TEXT);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context, StackConverter stacks) {
        LogstashFieldNames names = new LogstashFieldNames();
        names.setTimestamp("time");
        names.setVersion("[ignore]");
        names.setLevelValue("[ignore]");
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        // Texts, numbers and truth values are all that is written; to look through the jar for more costs time at
        // start.
        encoder.setFindAndRegisterJacksonModules(false);
        encoder.setFieldNames(names);
        encoder.setThrowableConverter(stacks);
        // Lines are read in terminals too, which obey more than JSON has to escape.
        encoder.setJsonFactoryDecorator(new EscapeNonAsciiJsonFactoryDecorator());
        encoder.setTimeZone("UTC");
        encoder.setIncludeMdc(false);
        encoder.setIncludeKeyValuePairs(false);
        encoder.addProvider(new FieldsProvider());
        encoder.start();
        return encoder;
    }
}
