package dev.busway.servicebus.failure;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.busway.text.Visible;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rules of a schema a body breaks, and where, in words that stand in the schema. The validator's own texts and paths also
 * name the properties that the body has and the schema does not, and a sender may write anything there.
 */
final class SchemaRules {

    /** Rules whose texts hold what the schema says, and of the body at most a type or a number of elements. */
    private static final Set<String> SAID_BY_THE_SCHEMA = Set.of(
            "type",
            "required",
            "enum",
            "const",
            "pattern",
            "format",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "anyOf",
            "allOf");

    private static final String UNNAMED = "*";

    private SchemaRules() {}

    /** The broken rules in the order of their texts, each once. */
    static String text(Collection<ValidationMessage> broken) {
        return broken.stream()
                .map(SchemaRules::text)
                .distinct()
                .sorted()
                .map(Visible::line)
                .collect(Collectors.joining("; "));
    }

    private static String text(ValidationMessage broken) {
        String rule = broken.getType();
        String place = place(broken) + ": ";
        if (rule.equals("additionalProperties") || rule.equals("unevaluatedProperties")) {
            return place + "has a property that the schema does not allow";
        }
        if (rule.equals("propertyNames")) {
            return place + "has a property whose name the schema does not allow";
        }
        String said = broken.getInstanceLocation() + ": ";
        return SAID_BY_THE_SCHEMA.contains(rule) && broken.getMessage().startsWith(said)
                ? place + broken.getMessage().substring(said.length())
                : place + "breaks the rule \"" + rule + "\" of the schema";
    }

    /**
     * The path of the body, walked along the rules that led there: a name that stands under {@code properties} is the schema's, any
     * other is the sender's and becomes {@value #UNNAMED}.
     */
    private static String place(ValidationMessage broken) {
        JsonNodePath rules = broken.getEvaluationPath();
        JsonNodePath body = broken.getInstanceLocation();
        StringBuilder place = new StringBuilder("$");
        int at = 0;
        for (int i = 0; i < rules.getNameCount() && at < body.getNameCount(); i++) {
            switch (rules.getName(i)) {
                case "properties" -> {
                    i++;
                    boolean named = i < rules.getNameCount() && rules.getName(i).equals(body.getName(at));
                    place.append('.').append(named ? body.getName(at) : UNNAMED);
                    at++;
                }
                case "patternProperties" -> {
                    i++;
                    place.append('.').append(UNNAMED);
                    at++;
                }
                case "additionalProperties", "unevaluatedProperties" -> {
                    place.append('.').append(UNNAMED);
                    at++;
                }
                case "prefixItems" -> {
                    i++;
                    append(place, body.getElement(at++));
                }
                case "items", "additionalItems", "unevaluatedItems", "contains" -> {
                    append(place, body.getElement(at++));
                    if (i + 1 < rules.getNameCount() && rules.getElement(i + 1) instanceof Integer) {
                        i++;
                    }
                }
                default -> {
                    // A rule that stays where it is, such as allOf or $ref, or the name of what it refers to.
                }
            }
        }
        return place.toString();
    }

    private static void append(StringBuilder place, Object element) {
        if (element instanceof Integer index) {
            place.append('[').append(index).append(']');
        } else {
            place.append('.').append(UNNAMED);
        }
    }
}
