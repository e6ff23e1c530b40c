package dev.busway.emulator;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each JUnit test that asks for a {@link ServiceBusEmulator} parameter a fresh one, and closes it afterwards.
 *
 * <p>Within one test all parameters (of the test method and of its {@code @BeforeEach} methods) are the same emulator.
 * With {@code @RegisterExtension} and {@link #with} it starts with other options.
 */
public final class EmulatorExtension implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(EmulatorExtension.class);
    private static final String EMULATOR = "emulator";

    private final EmulatorOptions options;

    /** With all defaults; what {@code @ExtendWith} calls. */
    public EmulatorExtension() {
        this(EmulatorOptions.DEFAULT);
    }

    private EmulatorExtension(EmulatorOptions options) {
        this.options = options;
    }

    public static EmulatorExtension with(EmulatorOptions options) {
        return new EmulatorExtension(options);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ServiceBusEmulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(STORE)
                .getOrComputeIfAbsent(EMULATOR, key -> ServiceBusEmulator.start(options), ServiceBusEmulator.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ServiceBusEmulator emulator = context.getStore(STORE).remove(EMULATOR, ServiceBusEmulator.class);
        if (emulator != null) {
            emulator.close();
        }
    }
}
