package io.zmq4j.internal.pattern;

import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.UnroutableException;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.PipePair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StreamTest {

    private static final byte[] EMPTY = {};

    private static byte[] id(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static TestSocket silent() {
        return new TestSocket(STREAM, SocketConfig.builder().streamNotify(false).build());
    }

    /** What Session does when it is given an id: the pipe of a new connection asks for it. */
    private static TestPeer named(TestSocket socket, String name) {
        PipePair pair = PipePair.of(0, 0);
        socket.pattern.in().name(pair.first(), id(name));
        TestPeer peer = new TestPeer(socket, pair.second(), pair.first());
        socket.onAttach(pair.first());
        return peer;
    }

    @Test
    void shouldTellOfPeersBeforeAndAfterTheirBytes() {
        TestSocket stream = new TestSocket(STREAM);
        TestPeer peer = stream.connect();
        peer.send("one");
        peer.send("two");
        peer.close();
        Msg come = stream.receiveMsg();
        assertThat(come.size()).isEqualTo(2);
        assertThat(come.bytes(0)).containsExactly(0, 1, 2, 3, 4);
        assertThat(come.bytes(1)).isEmpty();
        assertThat(stream.receiveMsg().string(1)).isEqualTo("one");
        assertThat(stream.receiveMsg().string(1)).isEqualTo("two");
        Msg gone = stream.receiveMsg();
        assertThat(gone).isEqualTo(come);
        assertThat(stream.receiveMsg()).isNull();
    }

    @Test
    void shouldTellNothingOfPeersWhenNoticesAreOff() {
        TestSocket stream = silent();
        TestPeer peer = stream.connect();
        peer.send("one");
        peer.close();
        assertThat(stream.receiveMsg().string(1)).isEqualTo("one");
        assertThat(stream.canReceive()).isFalse();
        assertThat(stream.receiveMsg()).isNull();
        stream.pattern.reconfigure().accept(SocketConfig.defaults());
        stream.connect();
        assertThat(stream.receiveMsg().bytes(1)).isEmpty();
    }

    @Test
    void shouldSendToThePeerOfTheIdAndWaitWhileItIsFull() {
        TestSocket stream = silent();
        assertThat(stream.canSend()).isFalse();
        TestPeer a = stream.connect("", 1, 0);
        a.send("hello");
        byte[] id = stream.receiveMsg().bytes(0);
        assertThat(stream.pattern.out().trySend(Msg.of(id, id("1")))).isTrue();
        assertThat(stream.canSend()).isFalse();
        assertThat(stream.pattern.out().trySend(Msg.of(id, id("2")))).isFalse();
        assertThat(a.receiveAll()).containsExactly("1");
        assertThat(stream.canSend()).isTrue();
        assertThat(stream.pattern.out().trySend(Msg.of(id, id("2")))).isTrue();
        assertThat(a.receiveAll()).containsExactly("2");
    }

    @Test
    void shouldCloseThePeerBehindWhatWasSentWhenTheBytesAreEmpty() {
        TestSocket stream = new TestSocket(STREAM);
        TestPeer peer = stream.connect();
        byte[] id = stream.receiveMsg().bytes(0);
        assertThat(stream.pattern.out().trySend(Msg.of(id, id("last")))).isTrue();
        assertThat(stream.pattern.out().trySend(Msg.of(id, EMPTY))).isTrue();
        assertThat(peer.isRefused()).isTrue();
        assertThat(peer.receiveAll()).containsExactly("last");
        assertThat(stream.closed).containsExactly(peer.socketPipe);
        assertThat(stream.receiveMsg()).as("no notice of what this side did").isNull();
        assertThatThrownBy(() -> stream.pattern.out().trySend(Msg.of(id, EMPTY)))
                .isInstanceOf(UnroutableException.class);
    }

    @Test
    void shouldRefuseUnknownIdsAndOtherNumbersOfFrames() {
        TestSocket stream = new TestSocket(STREAM);
        assertThatThrownBy(() -> stream.send("nobody", "m"))
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining("STREAM")
                .hasMessageContaining("(6 bytes)");
        assertThatThrownBy(() -> stream.send("alone"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 frames, allowed: 2");
        assertThatThrownBy(() -> stream.send("a", "b", "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReceiveEverythingOfAnOlderConnectionBeforeTheNextOneOfItsName() {
        TestSocket stream = new TestSocket(STREAM);
        TestPeer first = named(stream, "server");
        first.pipe.write(new PeerReady(STREAM, id("server"), Metadata.EMPTY));
        first.send("old 1");
        first.send("old 2");
        assertThat(stream.receive()).containsExactly("server", "");
        first.close();
        PipePair pair = PipePair.of(0, 0);
        TestPeer second = new TestPeer(stream, pair.second(), pair.first());
        second.ready("server");
        stream.onAttach(pair.first());
        second.send("new");
        assertThat(stream.receiveAll())
                .containsExactly("server|old 1", "server|old 2", "server|", "server|", "server|new");
        assertThat(stream.send("server", "m")).isTrue();
        assertThat(second.receiveAll()).containsExactly("m");
    }

    @Test
    void shouldSendToANamedPeerBeforeItIsReady() {
        for (TestSocket socket : Arrays.asList(new TestSocket(STREAM), new TestSocket(ROUTER))) {
            TestPeer peer = named(socket, "a");
            assertThat(socket.send("a", "early")).isTrue();
            assertThat(peer.receiveAll()).containsExactly("early");
            assertThatThrownBy(() -> named(socket, "a"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0x61 (1 bytes)");
        }
    }

    @Test
    void shouldKeepTheNameWhateverThePeerOfARouterCallsItself() {
        TestSocket router =
                new TestSocket(ROUTER, SocketConfig.builder().routerNotify(true).build());
        TestPeer peer = named(router, "a");
        assertThat(router.receive()).isNull();
        peer.ready("b");
        peer.send("1");
        peer.ready("c");
        peer.send("2");
        assertThat(router.receiveAll()).containsExactly("a|", "a|1", "a|2");
        assertThat(router.send("b", "m")).isTrue();
        assertThat(peer.receiveAll()).isEmpty();
        peer.close();
        assertThat(router.receiveAll()).containsExactly("a|");
        TestPeer next = named(router, "a");
        assertThat(router.send("a", "again")).isTrue();
        assertThat(next.receiveAll()).containsExactly("again");
    }

    @Test
    void shouldRefuseANewcomerWithTheIdOfANamedPeer() {
        TestSocket router = new TestSocket(ROUTER);
        TestPeer peer = named(router, "a");
        TestPeer newcomer = router.connect("a");
        newcomer.send("not read");
        assertThat(router.receive()).isNull();
        assertThat(newcomer.isRefused()).isTrue();
        assertThat(router.send("a", "m")).isTrue();
        assertThat(peer.receiveAll()).containsExactly("m");
    }
}
