package dev.busway.emulator.amqp.management;

import dev.busway.emulator.queue.Content;
import org.apache.qpid.proton.amqp.Binary;

/** What an application keeps with a message session; bytes that mean nothing to the broker. */
record SessionState(Binary bytes) implements Content {

    @Override
    public int size() {
        return bytes.getLength();
    }
}
