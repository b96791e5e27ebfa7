package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class ConflateTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final SocketConfig conflate = SocketConfig.builder().conflate(true).build();

    @Test
    void shouldDeliverOnlyTheNewestMessageWhenThePeerComesLater() {
        ZmqSocket push = sockets.context().socket(SocketType.PUSH, conflate);
        push.connect("inproc://conflate");
        for (int i = 0; i < 5_000; i++) {
            assertThat(push.trySend(Msg.of("value", "" + i))).isTrue();
        }
        ZmqSocket pull = sockets.context().socket(SocketType.PULL);
        pull.bind("inproc://conflate");
        assertThat(pull.receive(Waiting.SOON)).isEqualTo(Msg.of("value", "4999"));
        assertThat(pull.tryReceive()).isNull();
    }

    @Test
    void shouldReceiveTheNewestMessageWhenTheReceiverIsSlow() {
        ZmqSocket pull = sockets.context().socket(SocketType.PULL, conflate);
        ZmqSocket push = sockets.context().socket(SocketType.PUSH);
        push.connect(pull.bind("tcp://127.0.0.1:*"));
        for (int i = 0; i < 5_000; i++) {
            push.send(Msg.of("" + i));
        }
        // whatever was replaced, the last one comes, and nothing after it
        int last = -1;
        while (last < 4_999) {
            Msg msg = pull.receive(Waiting.SOON);
            assertThat(msg).isNotNull();
            int value = Integer.parseInt(msg.string(0));
            assertThat(value).isGreaterThan(last);
            last = value;
        }
        assertThat(pull.tryReceive()).isNull();
    }
}
