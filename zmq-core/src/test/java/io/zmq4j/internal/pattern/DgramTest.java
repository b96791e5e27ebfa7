package io.zmq4j.internal.pattern;

import static io.zmq4j.SocketType.DGRAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import io.zmq4j.internal.udp.Datagrams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DgramTest {

    private static final String ADDRESS = "127.0.0.1:5555";

    private final TestSocket dgram = new TestSocket(DGRAM);

    /** The far end of an endpoint that was bound, which introduces nobody. */
    private Pipe bound() {
        PipePair pair = PipePair.of(2, 2);
        dgram.onAttach(pair.first());
        return pair.second();
    }

    @Test
    void shouldSendAndReceiveAnAddressAndABody() {
        TestPeer endpoint = dgram.connect();
        assertThat(dgram.send(ADDRESS, "out")).isTrue();
        assertThat(endpoint.receive()).containsExactly(ADDRESS, "out");
        endpoint.send(ADDRESS, "in");
        assertThat(dgram.canReceive()).isTrue();
        assertThat(dgram.receive()).containsExactly(ADDRESS, "in");
        assertThat(dgram.canReceive()).isFalse();
    }

    @Test
    void shouldAcceptTheZeroByteThatLibzmqPutsBehindAnAddress() {
        Pipe endpoint = bound();
        assertThat(dgram.send("127.0.0.1:5555\0", "m")).isTrue();
        assertThat(endpoint.read()).isEqualTo(Msg.of("127.0.0.1:5555\0", "m"));
    }

    @Test
    void shouldWaitWhileThereIsNoEndpointOrNoRoom() {
        assertThat(dgram.canSend()).isFalse();
        assertThat(dgram.send(ADDRESS, "m")).isFalse();
        Pipe endpoint = bound();
        assertThat(dgram.canSend()).isTrue();
        assertThat(dgram.send(ADDRESS, "1")).isTrue();
        assertThat(dgram.send(ADDRESS, "2")).isTrue();
        assertThat(dgram.send(ADDRESS, "3")).isFalse();
        assertThat(dgram.canSend()).isFalse();
        assertThat(endpoint.read()).isEqualTo(Msg.of(ADDRESS, "1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void shouldRefuseAnotherNumberOfFrames(int frames) {
        Pipe endpoint = bound();
        byte[][] all = new byte[frames][1];
        assertThatThrownBy(() -> dgram.send(Msg.of(all)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DGRAM has " + frames + " frames, allowed: 2");
        assertThat(endpoint.read()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:5555", "127.0.0.1"})
    void shouldRefuseWhatIsNoAddress(String address) {
        Pipe endpoint = bound();
        assertThatThrownBy(() -> dgram.send(address, "m"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the address is '" + address + "'");
        assertThat(endpoint.read()).isNull();
    }

    @Test
    void shouldTakeAnEmptyAddressForTheOneThatIsConnected() {
        TestPeer endpoint = dgram.connect(ADDRESS);
        assertThat(dgram.send("", "m")).isTrue();
        assertThat(endpoint.receive()).containsExactly("", "m");
        Pipe pipe = endpoint.socketPipe;
        dgram.pattern.out().detach(pipe);
        dgram.pattern.in().detach(pipe);
        bound();
        assertThatThrownBy(() -> dgram.send("", "m")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseABodyThatNoDatagramHolds() {
        Pipe endpoint = bound();
        assertThat(dgram.send(Msg.of(ADDRESS.getBytes(), new byte[Datagrams.LARGEST])))
                .isTrue();
        assertThatThrownBy(() -> dgram.send(Msg.of(ADDRESS.getBytes(), new byte[Datagrams.LARGEST + 1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a body of 65508 bytes, allowed: up to 65507");
        assertThat(endpoint.read()).isNotNull();
        assertThat(endpoint.read()).isNull();
    }

    @Test
    void shouldKeepTheMetadataOfWhatIsReceived() {
        TestPeer endpoint = dgram.connect();
        Metadata sender = Metadata.of(java.util.Map.of(Metadata.PEER_ADDRESS, "127.0.0.1"));
        endpoint.send(Msg.of(ADDRESS, "m").withMetadata(sender));
        assertThat(dgram.receiveMsg().metadata()).isEqualTo(sender);
    }
}
