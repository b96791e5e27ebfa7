package io.zmq4j.internal.pattern;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** PUSH, PULL and DEALER: round robin and fair queuing. */
class PipelineTest {

    @Test
    void shouldSendToPeersInTurnWhenAllHaveRoom() {
        TestSocket push = new TestSocket(PUSH);
        TestPeer a = push.connect();
        TestPeer b = push.connect();
        TestPeer c = push.connect();
        for (int i = 0; i < 6; i++) {
            assertThat(push.send("m" + i)).isTrue();
        }
        assertThat(a.receiveAll()).containsExactly("m0", "m3");
        assertThat(b.receiveAll()).containsExactly("m1", "m4");
        assertThat(c.receiveAll()).containsExactly("m2", "m5");
    }

    @Test
    void shouldSkipFullPeersAndReturnToThemWhenTheyHaveRoom() {
        TestSocket push = new TestSocket(PUSH);
        TestPeer small = push.connect("", 1, 0);
        TestPeer large = push.connect("", 3, 0);
        for (int i = 0; i < 4; i++) {
            assertThat(push.send("m" + i)).isTrue();
        }
        assertThat(push.canSend()).isFalse();
        assertThat(push.send("refused")).isFalse();

        assertThat(small.receiveAll()).containsExactly("m0");
        assertThat(push.canSend()).isTrue();
        assertThat(push.send("again")).isTrue();
        assertThat(push.send("full")).isFalse();
        assertThat(small.receiveAll()).containsExactly("again");
        assertThat(large.receiveAll()).containsExactly("m1", "m2", "m3");
    }

    @Test
    void shouldRefuseToSendWhenThereIsNoPeer() {
        TestSocket push = new TestSocket(PUSH);
        assertThat(push.canSend()).isFalse();
        assertThat(push.send("m")).isFalse();
        TestPeer peer = push.connect();
        assertThat(push.send("m")).isTrue();
        peer.close();
        assertThat(push.canSend()).isFalse();
        assertThat(push.send("m")).isFalse();
    }

    @Test
    void shouldReturnToAPeerWhenItsMarkIsRaised() {
        TestSocket push = new TestSocket(PUSH);
        TestPeer peer = push.connect("", 1, 0);
        assertThat(push.send("first")).isTrue();
        assertThat(push.send("second")).isFalse();
        peer.socketPipe.changeOutMark(2);
        assertThat(peer.isRefused()).isFalse(); // the peer says how far it has read
        assertThat(push.send("second")).isTrue();
        assertThat(peer.receiveAll()).containsExactly("first", "second");
    }

    @Test
    void shouldDropWhatAPeerOfPushWronglySends() {
        TestSocket push = new TestSocket(PUSH);
        TestPeer peer = push.connect("", 0, 2);
        for (int i = 0; i < 100; i++) {
            assertThat(peer.send("wrong")).isTrue();
        }
        assertThat(push.canReceive()).isFalse();
        assertThatThrownBy(push::receive)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PUSH");
    }

    @Test
    void shouldNameTheTypeWhenPullIsToSend() {
        TestSocket pull = new TestSocket(PULL);
        pull.connect();
        assertThat(pull.canSend()).isFalse();
        assertThatThrownBy(() -> pull.send("m"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PULL");
    }

    @Test
    void shouldReceiveOneMessageOfEachPeerInTurn() {
        TestSocket pull = new TestSocket(PULL);
        for (String name : List.of("a", "b", "c")) {
            TestPeer peer = pull.connect();
            for (int i = 0; i < 3; i++) {
                peer.send(name + i);
            }
        }
        assertThat(pull.canReceive()).isTrue();
        assertThat(pull.receiveAll()).containsExactly("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2");
        assertThat(pull.canReceive()).isFalse();
    }

    @Test
    void shouldNotStarveAQuietPeerWhenAnotherOneFloods() {
        TestSocket pull = new TestSocket(PULL);
        TestPeer loud = pull.connect();
        TestPeer quiet = pull.connect();
        for (int i = 0; i < 1000; i++) {
            loud.send("loud");
        }
        pull.receive();
        quiet.send("quiet");
        List<String> next = List.of(pull.receive().get(0), pull.receive().get(0));
        assertThat(next).contains("quiet");
    }

    @Test
    void shouldStillReceiveWhatAPeerSentBeforeItLeft() {
        TestSocket pull = new TestSocket(PULL);
        TestPeer peer = pull.connect();
        peer.send("one");
        peer.send("two");
        peer.close();
        assertThat(pull.receiveAll()).containsExactly("one", "two");
        assertThat(peer.socketPipe.inboundIndex()).isEqualTo(-1);
        assertThat(peer.socketPipe.outboundIndex()).isEqualTo(-1);
    }

    @Test
    void shouldProbeANewAndAReconnectedPeerWhenConfigured() {
        TestSocket dealer =
                new TestSocket(DEALER, SocketConfig.builder().probeRouter(true).build());
        TestPeer peer = dealer.connect();
        assertThat(peer.receive()).as("the session of a remote peer does it").isNull();
        peer.socketPipe.markLocal();
        peer.ready("");
        assertThat(peer.receive()).containsExactly("");
        peer.ready("");
        assertThat(peer.receive()).containsExactly("");
        dealer.pattern.reconfigure().accept(SocketConfig.defaults());
        peer.ready("");
        assertThat(peer.receive()).isNull();
    }

    @Test
    void shouldDeliverEveryMessageOnceAndInOrderWhenPeersComeAndGoAtRandom() {
        Random random = new Random(42);
        TestSocket pull = new TestSocket(PULL);
        List<TestPeer> peers = new ArrayList<>();
        List<Integer> sent = new ArrayList<>();
        List<List<String>> received = new ArrayList<>();
        List<Integer> owner = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int choice = random.nextInt(100);
            if (peers.isEmpty() || choice < 3) {
                peers.add(pull.connect("", 0, 5));
                owner.add(sent.size());
                sent.add(0);
                received.add(new ArrayList<>());
            } else if (choice < 5) {
                int index = random.nextInt(peers.size());
                peers.remove(index).close();
                owner.remove(index);
            } else if (choice < 55) {
                int index = random.nextInt(peers.size());
                int id = owner.get(index);
                if (peers.get(index).send(id + ":" + sent.get(id))) {
                    sent.set(id, sent.get(id) + 1);
                }
            } else {
                note(pull.receiveMsg(), received);
            }
        }
        Msg rest;
        while ((rest = pull.receiveMsg()) != null) {
            note(rest, received);
        }
        for (int id = 0; id < sent.size(); id++) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < sent.get(id); i++) {
                expected.add(id + ":" + i);
            }
            assertThat(received.get(id)).isEqualTo(expected);
        }
        assertThat(sent.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(5000);
    }

    private static void note(Msg msg, List<List<String>> received) {
        if (msg != null) {
            String text = msg.string(0);
            received.get(Integer.parseInt(text.substring(0, text.indexOf(':')))).add(text);
        }
    }
}
