package io.zmq4j.internal.pattern;

import static io.zmq4j.DropReason.MALFORMED;
import static io.zmq4j.SocketType.CLIENT;
import static io.zmq4j.SocketType.SCATTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The types whose messages have one frame. */
class SingleFrameTest {

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "SERVER", "SCATTER", "PEER", "CHANNEL", "RADIO"})
    void shouldNameTheTypeWhenAMessageHasSeveralFrames(SocketType type) {
        TestSocket socket = new TestSocket(type);
        TestPeer peer = socket.connect();
        assertThatThrownBy(() -> socket.send("one", "two", "three"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a " + type + " socket cannot send a message of 3 frames, allowed: 1");
        assertThat(peer.receive()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "SERVER", "GATHER", "PEER", "CHANNEL"})
    void shouldDropAndCountAMessageOfSeveralFrames(SocketType type) {
        TestSocket socket = new TestSocket(type);
        TestPeer peer = socket.connect();
        peer.send("one", "two");
        peer.send("whole");
        peer.send("", "", "");
        assertThat(socket.canReceive()).isTrue();
        assertThat(socket.receiveAll()).containsExactly("whole");
        assertThat(socket.canReceive()).isFalse();
        assertThat(socket.dropped(MALFORMED)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "SERVER", "GATHER", "PEER", "CHANNEL"})
    void shouldNotBeReadableWhenAllThatIsThereIsDropped(SocketType type) {
        TestSocket socket = new TestSocket(type);
        TestPeer peer = socket.connect("", 0, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(peer.send("one", "two")).as("room for message %d", i).isTrue();
            assertThat(socket.canReceive()).isFalse();
        }
        assertThat(socket.dropped(MALFORMED)).isEqualTo(10);
    }

    @Test
    void shouldSendToPeersInTurnAndSkipFullOnes() {
        for (SocketType type : new SocketType[] {CLIENT, SCATTER}) {
            TestSocket socket = new TestSocket(type);
            TestPeer small = socket.connect("", 1, 0);
            TestPeer large = socket.connect("", 3, 0);
            for (int i = 0; i < 4; i++) {
                assertThat(socket.send("m" + i)).isTrue();
            }
            assertThat(socket.canSend()).isFalse();
            assertThat(socket.send("refused")).isFalse();
            assertThat(small.receiveAll()).containsExactly("m0");
            assertThat(large.receiveAll()).containsExactly("m1", "m2", "m3");
            assertThat(socket.canSend()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "SERVER", "GATHER", "PEER"})
    void shouldReceiveOneMessageOfEachPeerInTurn(SocketType type) {
        TestSocket socket = new TestSocket(type);
        TestPeer a = socket.connect();
        TestPeer b = socket.connect();
        for (int i = 0; i < 3; i++) {
            a.send("a" + i);
            b.send("b" + i);
        }
        assertThat(socket.receiveAll()).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
    }
}
