package dev.busway.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatorExtension.class)
final class SettlementCrossingTest {

    @Test
    void aSettlementThatCrossesTheEndOfItsLinkIsAnswered(ServiceBusEmulator emulator) throws IOException {
        emulator.declareQueue("orders");
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().send("orders");
            peer.await(Attach.class);
            peer.transfer(new byte[] {0, 0x53, 0x75, (byte) 0xa0, 1, 'x'}, false);
            peer.await(Disposition.class);
        }
        try (RawPeer peer = new RawPeer(emulator)) {
            peer.begin().peekLock("orders").credit(UnsignedInteger.ONE);
            Transfer transfer = peer.await(Transfer.class).orElseThrow();
            emulator.faults().detachLinks("orders");
            peer.await(Detach.class);

            Disposition complete = new Disposition();
            complete.setRole(Role.RECEIVER);
            complete.setFirst(transfer.getDeliveryId());
            complete.setState(Accepted.getInstance());
            peer.frame(complete);

            assertThat(peer.await(Disposition.class)).hasValueSatisfying(answer -> assertThat(answer.getSettled())
                    .isTrue());
        }
        assertThat(emulator.counts("orders").locked()).isZero();
    }
}
