package io.zmq4j.internal.zmtp;

import io.zmq4j.Msg;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Output that, once the peer is known to be one, is in frames of ZMTP 1.0. */
final class OutputQueue1 extends OutputQueue {

    private boolean speaking;

    /** From now on messages and subscriptions are in frames of ZMTP 1.0. */
    void speak() {
        speaking = true;
    }

    @Override
    boolean isIdle() {
        return speaking ? !hasOutput() : super.isIdle();
    }

    @Override
    void add(Msg message, @Nullable ByteBuffer out) {
        if (!speaking) {
            super.add(message, out);
            return;
        }
        for (int i = 0; i < message.size(); i++) {
            addFrame(i + 1 < message.size() ? Frame.MORE : 0, message.bytes(i));
        }
    }

    @Override
    void addSubscription(boolean subscribe, byte[] topic, int minor) {
        if (speaking) {
            addFrame(0, Subscriptions.message(subscribe, topic));
        } else {
            super.addSubscription(subscribe, topic, minor);
        }
    }

    void addFrame(int flags, byte[] body) {
        add(Frame1.header(flags, body.length));
        if (body.length > 0) {
            add(body);
        }
    }
}
