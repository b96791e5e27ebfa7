package io.zmq4j.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;

/** What tests of pipes write and read. */
final class Pipes {

    private Pipes() {}

    static void send(Pipe pipe, String... texts) {
        for (String text : texts) {
            assertThat(pipe.write(Msg.of(text))).isTrue();
        }
        pipe.flush();
    }

    static String read(Pipe pipe) {
        Msg msg = pipe.read();
        return msg == null ? null : msg.string(0);
    }

    static PeerReady ready() {
        return new PeerReady(SocketType.PAIR, new byte[0], Metadata.EMPTY);
    }
}
