package io.zmq4j.internal.pattern;

import static io.zmq4j.SocketType.CLIENT;
import static io.zmq4j.SocketType.PEER;
import static io.zmq4j.SocketType.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.UnroutableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SERVER and PEER: messages by number. */
class ServerTest {

    private final TestSocket server = new TestSocket(SERVER);

    private static Msg to(int id, String text) {
        return Msg.of(text).withRoutingId(id);
    }

    @Test
    void shouldAnswerThePeerWhoseNumberTheMessageHas() {
        TestPeer a = server.connect();
        TestPeer b = server.connect();
        b.send("request of b");
        Msg request = server.receiveMsg();
        assertThat(request.string(0)).isEqualTo("request of b");
        assertThat(request.routingId()).isNotZero();

        assertThat(server.send(to(request.routingId(), "reply"))).isTrue();
        assertThat(b.receive()).containsExactly("reply");
        assertThat(a.receive()).isNull();
        a.send("request of a");
        assertThat(server.receiveMsg().routingId()).isNotIn(0, request.routingId());
    }

    @Test
    void shouldBeginWithARandomNumberAndNeverGiveZeroOrOneThatIsTaken() {
        assertThat(numbersFrom(TestSocket.FIRST_RANDOM, 2))
                .containsExactly(TestSocket.FIRST_RANDOM, TestSocket.FIRST_RANDOM + 1);
        assertThat(numbersFrom(-2, 4)).containsExactly(-2, -1, 1, 2);
        assertThat(numbersFrom(0, 1)).containsExactly(1);
    }

    private static List<Integer> numbersFrom(int first, int count) {
        TestSocket socket = new TestSocket(SERVER, drops -> Server.pattern(SERVER, drops, () -> first));
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            socket.connect().send("m");
            numbers.add(socket.receiveMsg().routingId());
        }
        return numbers;
    }

    @Test
    void shouldKeepTheNumberOfAPeerThatHasReconnected() {
        TestPeer peer = server.connect();
        peer.send("before");
        int id = server.receiveMsg().routingId();
        peer.ready("");
        peer.send("after");
        assertThat(server.receiveMsg().routingId()).isEqualTo(id);
    }

    @Test
    void shouldNameTheNumberWhenNobodyHasIt() {
        TestPeer peer = server.connect();
        assertThatThrownBy(() -> server.send(to(-1, "m")))
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining("SERVER")
                .hasMessageContaining("4294967295");
        assertThatThrownBy(() -> server.send("without a number"))
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining("routing id 0,");
        assertThat(peer.receive()).isNull();
    }

    @Test
    void shouldGiveTheNumberOfAPeerThatHasLeftToItsLastMessagesButSendItNothing() {
        TestPeer peer = server.connect();
        peer.send("one");
        peer.send("two");
        int id = server.receiveMsg().routingId();
        peer.close();
        assertThatThrownBy(() -> server.send(to(id, "m"))).isInstanceOf(UnroutableException.class);
        assertThat(server.receiveMsg()).isEqualTo(to(id, "two"));
        assertThat(server.pattern.peers().find(id)).isNull();
    }

    @Test
    void shouldNotTakeAMessageForAFullPeerWhileOthersHaveRoom() {
        TestPeer full = server.connect("", 1, 0);
        TestPeer free = server.connect("", 2, 0);
        full.send("m");
        free.send("m");
        int fullId = server.receiveMsg().routingId();
        int freeId = server.receiveMsg().routingId();

        assertThat(server.send(to(fullId, "1"))).isTrue();
        assertThat(server.send(to(fullId, "2"))).isFalse();
        assertThat(server.canSend()).isTrue();
        assertThat(server.send(to(freeId, "1"))).isTrue();
        assertThat(full.receiveAll()).containsExactly("1");
        assertThat(server.send(to(fullId, "2"))).isTrue();
        assertThat(full.receiveAll()).containsExactly("2");
        assertThat(server.dropped(io.zmq4j.DropReason.HWM)).isZero();
    }

    @Test
    void shouldNotPassItsNumberOnInsideTheProcess() {
        TestSocket client = new TestSocket(CLIENT);
        TestSocket.join(client, server).first().markLocal();
        client.send("request");
        int id = server.receiveMsg().routingId();
        assertThat(server.send(to(id, "reply"))).isTrue();
        assertThat(client.receiveMsg()).isEqualTo(Msg.of("reply"));
    }

    @Test
    void shouldNumberEachSideOfTwoPeersByItself() {
        TestSocket one = new TestSocket(PEER, drops -> Server.pattern(PEER, drops, () -> 100));
        TestSocket two = new TestSocket(PEER, drops -> Server.pattern(PEER, drops, () -> 200));
        TestSocket.join(one, two).first().markLocal();
        assertThat(one.send(to(100, "to two"))).isTrue();
        assertThat(two.receiveMsg()).isEqualTo(to(200, "to two"));
        assertThat(two.send(to(200, "to one"))).isTrue();
        assertThat(one.receiveMsg()).isEqualTo(to(100, "to one"));
    }
}
