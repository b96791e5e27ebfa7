package io.zmq4j.internal.pattern;

import static io.zmq4j.SocketType.PAIR;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairTest {

    private final TestSocket pair = new TestSocket(PAIR);

    @Test
    void shouldTalkToItsOnlyPeer() {
        TestPeer peer = pair.connect();
        assertThat(pair.send("to", "peer")).isTrue();
        assertThat(peer.receive()).containsExactly("to", "peer");
        peer.send("to socket");
        assertThat(pair.canReceive()).isTrue();
        assertThat(pair.receive()).containsExactly("to socket");
        assertThat(pair.canReceive()).isFalse();
        assertThat(pair.receive()).isNull();
    }

    @Test
    void shouldCloseTheSecondPeerAtOnceAndKeepTheFirst() {
        TestPeer first = pair.connect();
        TestPeer second = pair.connect();
        assertThat(second.isRefused()).isTrue();
        assertThat(pair.closed).containsExactly(second.socketPipe);
        assertThat(second.send("ignored")).isFalse();
        assertThat(pair.receive()).isNull();
        assertThat(pair.send("m")).isTrue();
        assertThat(first.receive()).containsExactly("m");
        assertThat(first.isRefused()).isFalse();
    }

    @Test
    void shouldAcceptANewPeerWhenTheFirstHasGoneAndWasRead() {
        TestPeer first = pair.connect();
        first.send("last words");
        first.close();
        assertThat(pair.canSend()).isFalse();
        assertThat(pair.connect().isRefused()).isTrue();
        assertThat(pair.receiveAll()).containsExactly("last words");

        TestPeer next = pair.connect();
        assertThat(next.isRefused()).isFalse();
        assertThat(pair.send("m")).isTrue();
        assertThat(next.receive()).containsExactly("m");
    }

    @Test
    void shouldRefuseToSendWhenThePeerIsFullOrAbsent() {
        assertThat(pair.send("m")).isFalse();
        TestPeer peer = pair.connect("", 1, 0);
        assertThat(pair.send("m")).isTrue();
        assertThat(pair.canSend()).isFalse();
        assertThat(pair.send("full")).isFalse();
        peer.receiveAll();
        assertThat(pair.canSend()).isTrue();
        assertThat(pair.send("m")).isTrue();
    }
}
