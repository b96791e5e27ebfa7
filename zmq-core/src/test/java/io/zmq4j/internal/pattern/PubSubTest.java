package io.zmq4j.internal.pattern;

import static io.zmq4j.DropReason.HWM;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XSUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PUB, SUB and XSUB. */
class PubSubTest {

    @Test
    void shouldSendOnlyToThoseWhoHaveSubscribedAndOnceToEach() {
        TestSocket pub = new TestSocket(PUB);
        TestPeer a = pub.connect();
        TestPeer all = pub.connect();
        TestPeer none = pub.connect();
        a.subscribe("a");
        a.subscribe("ab");
        a.subscribe("ab");
        all.subscribe("");
        pub.send("abc", "body");
        pub.send("b");
        assertThat(a.receiveAll()).containsExactly("abc|body");
        assertThat(all.receiveAll()).containsExactly("abc|body", "b");
        assertThat(none.receiveAll()).isEmpty();
    }

    @Test
    void shouldShareOneMessageAmongAllSubscribers() {
        TestSocket pub = new TestSocket(PUB);
        TestPeer a = pub.connect();
        TestPeer b = pub.connect();
        a.subscribe("");
        b.subscribe("x");
        Msg msg = Msg.of("x");
        pub.pattern.out().trySend(msg);
        assertThat(a.receiveMsg()).isSameAs(msg);
        assertThat(b.receiveMsg()).isSameAs(msg);
    }

    @Test
    void shouldStopSendingWhenASubscriptionIsCancelledOrItsPeerHasGone() {
        TestSocket pub = new TestSocket(PUB);
        TestPeer a = pub.connect();
        TestPeer b = pub.connect();
        a.subscribe("x");
        a.subscribe("x");
        b.subscribe("x");
        a.cancel("x");
        b.cancel("never subscribed");
        pub.send("x1");
        assertThat(a.receiveAll()).isEmpty();
        assertThat(b.receiveAll()).containsExactly("x1");
        b.close();
        assertThat(pub.send("x2")).isTrue();
        assertThat(pub.drops).isEmpty();
        assertThat(b.socketPipe.outboundIndex()).isEqualTo(-1);
    }

    @Test
    void shouldForgetWhatTheEarlierPeerOfAReconnectedPipeHadSubscribedTo() {
        TestSocket pub = new TestSocket(PUB);
        TestPeer peer = pub.connect();
        peer.subscribe("old");
        peer.ready("");
        peer.subscribe("new");
        pub.send("old");
        pub.send("new");
        assertThat(peer.receiveAll()).containsExactly("new");
    }

    @Test
    void shouldMatchABufferAsItMatchesAnArray() {
        TestSocket pub = new TestSocket(PUB);
        TestPeer peer = pub.connect();
        peer.subscribe("to");
        ByteBuffer direct = ByteBuffer.allocateDirect(100);
        direct.put("topic".getBytes(StandardCharsets.UTF_8)).flip();
        pub.pattern.out().trySend(Msg.wrap(direct));
        assertThat(peer.receiveAll()).containsExactly("topic");
    }

    @Test
    void shouldDropForFullSubscribersAndCountEach() {
        TestSocket pub = new TestSocket(PUB);
        TestPeer fast = pub.connect("", 10, 0);
        TestPeer slow = pub.connect("", 1, 0);
        TestPeer slower = pub.connect("", 1, 0);
        fast.subscribe("");
        slow.subscribe("");
        slower.subscribe("");
        for (int i = 0; i < 3; i++) {
            assertThat(pub.send("m" + i)).isTrue();
        }
        assertThat(pub.dropped(HWM)).isEqualTo(4);
        assertThat(fast.receiveAll()).containsExactly("m0", "m1", "m2");
        assertThat(slow.receiveAll()).containsExactly("m0");
        pub.send("m3");
        assertThat(slow.receiveAll()).containsExactly("m3");
        assertThat(pub.canSend()).isTrue();
    }

    @Test
    void shouldWaitForAFullSubscriberOnlyIfItMatchesWhenNothingMayBeDropped() {
        TestSocket pub =
                new TestSocket(PUB, SocketConfig.builder().xpubNoDrop(true).build());
        TestPeer full = pub.connect("", 1, 0);
        TestPeer other = pub.connect("", 10, 0);
        full.subscribe("a");
        other.subscribe("");
        assertThat(pub.send("a1")).isTrue();
        assertThat(pub.send("a2")).isFalse();
        assertThat(pub.send("b")).isTrue();
        assertThat(other.receiveAll()).containsExactly("a1", "b");
        assertThat(full.receiveAll()).containsExactly("a1");
        assertThat(pub.send("a2")).isTrue();
        assertThat(pub.drops).isEmpty();
    }

    @Test
    void shouldSendToThoseWhoHaveNotSubscribedWhenMatchingIsInverted() {
        TestSocket pub =
                new TestSocket(PUB, SocketConfig.builder().invertMatching(true).build());
        TestPeer a = pub.connect();
        TestPeer b = pub.connect();
        a.subscribe("a");
        pub.send("a");
        pub.send("b");
        assertThat(a.receiveAll()).containsExactly("b");
        assertThat(b.receiveAll()).containsExactly("a", "b");
    }

    @Test
    void shouldDropWhatAPeerSendsToAPublisherAndStillSeeItsSubscriptions() {
        TestSocket pub = new TestSocket(PUB);
        TestPeer peer = pub.connect("", 0, 1);
        assertThat(peer.send("user message")).isTrue();
        assertThat(peer.send("another")).isTrue();
        peer.subscribe("a");
        peer.send(Msg.of(new byte[] {1, 'b'})); // as a peer before ZMTP 3.1 subscribes
        pub.send("a");
        pub.send("b");
        assertThat(peer.receiveAll()).containsExactly("a", "b");
        assertThat(pub.canReceive()).isFalse();
        assertThatThrownBy(pub::receive)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PUB");
    }

    @Test
    void shouldDisconnectAPeerThatSubscribesBeyondItsShare() {
        TestSocket pub = new TestSocket(
                PUB,
                SocketConfig.builder()
                        .maxSubscriptions(3)
                        .maxSubscriptionBytes(10)
                        .build());
        TestPeer many = pub.connect();
        TestPeer large = pub.connect();
        TestPeer honest = pub.connect();
        honest.subscribe("a");
        many.subscribe("a");
        many.subscribe("b");
        many.subscribe("c");
        assertThat(many.isRefused()).isFalse();
        many.subscribe("d");
        assertThat(many.isRefused()).isTrue();
        large.subscribe("0123456789");
        assertThat(large.isRefused()).isFalse();
        large.subscribe("a");
        assertThat(large.isRefused()).isTrue();
        assertThat(pub.closed).containsExactly(many.socketPipe, large.socketPipe);
        pub.send("a");
        assertThat(honest.receiveAll()).containsExactly("a");
    }

    @Test
    void shouldSendEachSubscriptionOnceAndAllOfThemToANewPublisher() {
        TestSocket sub = new TestSocket(SUB);
        TestPeer first = sub.connect("", 0, 0);
        sub.subscribe("a");
        sub.subscribe("a");
        sub.subscribe("b");
        assertThat(first.items()).containsExactly("+a", "+b");
        TestPeer second = sub.connect();
        assertThat(second.items()).containsExactlyInAnyOrder("+a", "+b");
        sub.unsubscribe("a");
        sub.unsubscribe("never");
        assertThat(first.items()).isEmpty();
        sub.unsubscribe("a");
        sub.unsubscribe("a");
        assertThat(first.items()).containsExactly("-a");
        assertThat(second.items()).containsExactly("-a");
        assertThat(sub.pattern.subscriptions().list()).containsExactly("b".getBytes());
    }

    @Test
    void shouldSendMoreSubscriptionsThanTheMarkAllows() {
        TestSocket sub = new TestSocket(SUB);
        TestPeer peer = sub.connect("", 1, 1);
        for (int i = 0; i < 1000; i++) {
            sub.subscribe("topic" + i);
        }
        assertThat(peer.items()).hasSize(1000);
    }

    @Test
    void shouldReceiveOnlyWhatItHasSubscribedTo() {
        TestSocket sub = new TestSocket(SUB);
        TestPeer peer = sub.connect();
        peer.send("before");
        assertThat(sub.canReceive()).isFalse();
        sub.subscribe("a");
        sub.subscribe("bb");
        for (String topic : new String[] {"a", "b", "ab", "bb", "", "c"}) {
            peer.send(topic, "body");
        }
        assertThat(sub.canReceive()).isTrue();
        assertThat(sub.receiveAll()).containsExactly("a|body", "ab|body", "bb|body");
        sub.unsubscribe("a");
        sub.subscribe("");
        peer.send("c");
        assertThat(sub.receiveAll()).containsExactly("c");
        sub.unsubscribe("");
        peer.send("c");
        assertThat(sub.receiveAll()).isEmpty();
    }

    @Test
    void shouldReceiveWhatItHasNotSubscribedToWhenMatchingIsInverted() {
        TestSocket sub =
                new TestSocket(SUB, SocketConfig.builder().invertMatching(true).build());
        TestPeer peer = sub.connect();
        sub.subscribe("a");
        peer.send("a");
        peer.send("b");
        assertThat(sub.receiveAll()).containsExactly("b");
    }

    @Test
    void shouldNotSendWhenItIsASub() {
        TestSocket sub = new TestSocket(SUB);
        sub.connect();
        assertThat(sub.canSend()).isFalse();
        assertThatThrownBy(() -> sub.send("m"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("SUB");
    }

    @Test
    void shouldNotBeChangedByACallerWhoReusesItsArray() {
        TestSocket sub = new TestSocket(SUB);
        TestPeer peer = sub.connect();
        byte[] topic = {'a'};
        sub.pattern.subscriptions().subscribe(topic);
        topic[0] = 'b';
        sub.pattern.subscriptions().list().get(0)[0] = 'c';
        assertThat(peer.items()).containsExactly("+a");
        assertThat(sub.pattern.subscriptions().list()).containsExactly("a".getBytes());
    }

    @Test
    void shouldTakeSubscriptionsOfAnXsubFromItsMessages() {
        TestSocket xsub = new TestSocket(XSUB);
        TestPeer peer = xsub.connect();
        assertThat(xsub.send("\1a")).isTrue();
        assertThat(xsub.send("\1a")).isTrue();
        assertThat(peer.items()).containsExactly("+a", "+a");
        xsub.send("\0a");
        assertThat(peer.items()).isEmpty();
        xsub.send("\0a");
        xsub.send("\0never");
        assertThat(peer.items()).containsExactly("-a");
        xsub.subscribe("b");
        assertThat(peer.items()).containsExactly("+b");
        TestPeer late = xsub.connect();
        assertThat(late.items()).containsExactly("+b");
    }

    @Test
    void shouldSendOtherMessagesOfAnXsubToAllPublishers() {
        TestSocket xsub = new TestSocket(XSUB);
        TestPeer a = xsub.connect();
        TestPeer full = xsub.connect("", 1, 0);
        xsub.send("user");
        xsub.send("\1two", "frames");
        xsub.send("");
        assertThat(a.items()).containsExactly("user", "\1two|frames", "");
        assertThat(full.items()).containsExactly("user");
        assertThat(xsub.dropped(HWM)).isEqualTo(2);
    }

    @Test
    void shouldNotFilterWhatAnXsubReceives() {
        TestSocket xsub = new TestSocket(XSUB);
        TestPeer peer = xsub.connect();
        peer.send("anything");
        assertThat(xsub.canReceive()).isTrue();
        assertThat(xsub.receiveAll()).containsExactly("anything");
    }

    @Test
    void shouldWorkTogetherWhenJoined() {
        TestSocket pub = new TestSocket(PUB);
        TestSocket sub = new TestSocket(SUB);
        sub.subscribe("a");
        TestSocket.join(pub, sub);
        pub.send("a1");
        pub.send("b1");
        assertThat(sub.receiveAll()).containsExactly("a1");
        sub.unsubscribe("a");
        sub.subscribe("b");
        pub.send("a2");
        pub.send("b2");
        assertThat(sub.receiveAll()).containsExactly("b2");
    }

    @Test
    void shouldPassEveryCancellationOnWhenAnXsubIsVerbose() {
        for (boolean verbose : new boolean[] {false, true}) {
            TestSocket xsub = new TestSocket(
                    XSUB, SocketConfig.builder().xsubVerboseUnsubscribe(verbose).build());
            TestPeer peer = xsub.connect();
            xsub.send("\1t");
            xsub.send("\1t");
            xsub.send("\0t");
            xsub.unsubscribe("t");
            xsub.send("\0t");
            assertThat(peer.items())
                    .containsExactlyElementsOf(
                            verbose ? List.of("+t", "+t", "-t", "-t", "-t") : List.of("+t", "+t", "-t"));
        }
    }

    @Test
    void shouldSubscribeByTheFirstFrameOfSeveralOnlyWhenConfigured() {
        for (boolean first : new boolean[] {false, true}) {
            TestSocket xsub = new TestSocket(
                    XSUB, SocketConfig.builder().onlyFirstSubscribe(first).build());
            TestPeer peer = xsub.connect();
            xsub.send("\1t", "\1u", "rest");
            assertThat(peer.items())
                    .containsExactlyElementsOf(first ? List.of("+t", "\1u|rest") : List.of("\1t|\1u|rest"));
            assertThat(xsub.pattern.out().topics()).isEqualTo(first ? 1 : 0);
        }
    }
}
