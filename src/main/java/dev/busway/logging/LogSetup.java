package dev.busway.logging;

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
    /** System property: the level of our own lines; INFO when not set. */
    public static final String LEVEL = "busway.log.level";

    /** System property: {@code full} for the texts of exceptions too, whatever they quote. */
    public static final String EXCEPTION_TEXTS = "busway.log.exceptions";
    /** The logger of whole exceptions, with texts that may quote messages, at DEBUG; off unless it is named. */
    public static final String EXCEPTIONS = "dev.busway.exceptions";

    private static final String TEXT = "%d{HH:mm:ss.SSS} %-5level %visible%fields%n%stack";
    /**
     * The SDK tells of one cut link in several lines of JSON, and of a missing token in stack traces. The component
     * and the credential say each once, and health shows it. Camel's error handler prints the text of an exception, which
     * may quote the message; the component says what failed and where without it.
     */
    /** Camel's advice on the form of a route file, at each reading of it; the form of Camel's own pages gets it too. */
    private static final String ADVICE_ON_FORM = "org.apache.camel.dsl.yaml";

    private static final Map<String, Level> LEVELS = Map.of(
            EXCEPTIONS,
            Level.OFF,
            "com.azure",
            Level.ERROR,
            "com.azure.core.amqp",
            Level.OFF,
            "com.azure.core.http",
            Level.OFF,
            "com.azure.core.implementation",
            Level.OFF,
            "com.azure.identity",
            Level.OFF,
            "com.azure.messaging.servicebus",
            Level.OFF,
            "com.microsoft.aad.msal4j",
            Level.OFF,
            "org.apache.camel.processor.errorhandler",
            Level.OFF,
            "reactor",
            Level.OFF);

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
        context.getLogger("ROOT").setLevel(Level.WARN);
        context.getLogger("dev.busway").setLevel(level);
        LEVELS.forEach((name, quiet) -> context.getLogger(name).setLevel(quiet));
        context.getLogger(ADVICE_ON_FORM).setLevel(Level.ERROR);
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
