package dev.busway.emulator.amqp;

import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/**
 * Lets everybody in: the emulator knows no keys.
 *
 * <p>Offers what Service Bus offers; {@code ANONYMOUS} is what the SDKs choose, to show a token on {@code $cbs} later.
 */
final class SaslLayer implements SaslListener {

    private static final String[] MECHANISMS = {"MSSBCBS", "PLAIN", "ANONYMOUS", "EXTERNAL"};

    private final Runnable tokenExpected;

    private SaslLayer(Runnable tokenExpected) {
        this.tokenExpected = tokenExpected;
    }

    static void offer(Transport transport, Runnable tokenExpected) {
        Sasl sasl = transport.sasl();
        sasl.server();
        sasl.allowSkip(true);
        sasl.setMechanisms(MECHANISMS);
        sasl.setListener(new SaslLayer(tokenExpected));
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        byte[] response = new byte[sasl.pending()];
        sasl.recv(response, 0, response.length);
        if (!"PLAIN".equals(sasl.getRemoteMechanisms()[0])) {
            tokenExpected.run();
        }
        sasl.done(Sasl.SaslOutcome.PN_SASL_OK);
    }

    @Override
    public void onSaslResponse(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslMechanisms(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslChallenge(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslOutcome(Sasl sasl, Transport transport) {}
}
