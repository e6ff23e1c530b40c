package dev.busway.host;

import dev.busway.settings.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.language.simple.SimpleLanguage;

/**
 * Camel's Simple language, but for its roads to the host's secrets: {@code ${env.NAME}}, {@code ${sysenv.NAME}} and
 * {@code ${sys.name}} ask the JVM and not the properties. A name that is computed could be any, and is refused too.
 */
final class GuardedSimple extends SimpleLanguage {

    private static final Pattern ASKS =
            Pattern.compile("\\$(?:simple)?\\{\\s*(?:sysenv|env|sys)[.:]([^}]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+(:.*)?");

    @Override
    public Predicate createPredicate(String expression) {
        check(expression);
        return super.createPredicate(expression);
    }

    @Override
    public Predicate createPredicate(String expression, Object[] properties) {
        check(expression);
        return super.createPredicate(expression, properties);
    }

    @Override
    public Expression createExpression(String expression) {
        check(expression);
        return super.createExpression(expression);
    }

    @Override
    public Expression createExpression(String expression, Object[] properties) {
        check(expression);
        return super.createExpression(expression, properties);
    }

    @Override
    public Expression createExpression(
            String expression, Class<?> resultType, boolean pretty, boolean trimResult, boolean nested) {
        check(expression);
        return super.createExpression(expression, resultType, pretty, trimResult, nested);
    }

    private static void check(String expression) {
        Matcher asks = ASKS.matcher(String.valueOf(expression));
        while (asks.find()) {
            String name = asks.group(1).strip();
            if (!NAME.matcher(name).matches()) {
                throw new ConfigurationException(
                        "Simple cannot read a variable whose name is computed: write the name, such as ${env.REGION}.");
            }
            ReadableByRoutes.require(name.replaceFirst(":.*", ""));
        }
    }
}
