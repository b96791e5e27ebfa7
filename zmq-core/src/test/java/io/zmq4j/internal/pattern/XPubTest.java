package io.zmq4j.internal.pattern;

import static io.zmq4j.DropReason.CLOSED;
import static io.zmq4j.DropReason.HWM;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.XPUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class XPubTest {

    private static TestSocket xpub(UnaryOperator<SocketConfigBuilder> options) {
        return new TestSocket(XPUB, options.apply(SocketConfig.builder()).build());
    }

    private static TestSocket xpub() {
        return new TestSocket(XPUB);
    }

    private static TestSocket manual() {
        return xpub(options -> options.xpubManual(true));
    }

    @Test
    void shouldReceiveTheFirstAndTheLastSubscriptionOfATopic() {
        TestSocket xpub = xpub();
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.subscribe("t");
        b.subscribe("t");
        a.subscribe("");
        assertThat(xpub.canReceive()).isTrue();
        assertThat(xpub.receiveAll()).containsExactly("\1t", "\1");
        a.cancel("t");
        a.cancel("t");
        a.cancel("unknown");
        assertThat(xpub.receiveAll()).isEmpty();
        b.cancel("t");
        assertThat(xpub.receiveAll()).containsExactly("\0t");
        assertThat(xpub.canReceive()).isFalse();
        assertThat(xpub.pattern.subscriptions().list()).containsExactly(new byte[0]);
    }

    @Test
    void shouldReceiveEverySubscriptionWhenVerbose() {
        TestSocket xpub = xpub(options -> options.xpubVerbose(true));
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.subscribe("t");
        b.subscribe("t");
        a.subscribe("t");
        a.cancel("t");
        b.cancel("t");
        assertThat(xpub.receiveAll()).containsExactly("\1t", "\1t", "\1t", "\0t");
    }

    @Test
    void shouldReceiveEveryCancellationTooWhenVerboser() {
        TestSocket xpub = xpub(options -> options.xpubVerboser(true));
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.subscribe("t");
        b.subscribe("t");
        a.cancel("t");
        b.close();
        assertThat(xpub.receiveAll()).containsExactly("\1t", "\1t", "\0t", "\0t");
    }

    @Test
    void shouldBeToldOfTopicsThatNobodyWantsWhenAPeerLeaves() {
        TestSocket xpub = xpub();
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.subscribe("only a");
        a.subscribe("both");
        b.subscribe("both");
        xpub.receiveAll();
        a.close();
        assertThat(xpub.receiveAll()).containsExactly("\0only a");
        b.close();
        assertThat(xpub.receiveAll()).containsExactly("\0both");
        assertThat(xpub.pattern.subscriptions().list()).isEmpty();
    }

    @Test
    void shouldApplySubscriptionsEvenIfTheApplicationNeverReceives() {
        TestSocket xpub = xpub();
        TestPeer peer = xpub.connect();
        peer.subscribe("t");
        xpub.send("t1");
        assertThat(peer.receiveAll()).containsExactly("t1");
    }

    @Test
    void shouldReceiveMessagesOfPeersInTurnAndInOrderWithTheirSubscriptions() {
        TestSocket xpub = xpub();
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.send("a1");
        a.subscribe("t");
        a.send("a2", "more");
        a.send("a3");
        b.send("b1");
        assertThat(xpub.receiveAll()).containsExactly("a1", "\1t", "b1", "a2|more", "a3");
    }

    @Test
    void shouldGiveCreditForMessagesOnlyAsTheyAreReceived() {
        TestSocket xpub = xpub();
        TestPeer peer = xpub.connect("", 0, 2);
        int accepted = 0;
        while (accepted < 100 && peer.send("m" + accepted)) {
            accepted++;
        }
        assertThat(accepted).isBetween(2, 4);
        assertThat(xpub.receiveAll()).hasSize(accepted);
        assertThat(peer.send("again")).isTrue();
        assertThat(xpub.receiveAll()).containsExactly("again");
    }

    @Test
    void shouldReceiveWhatAPeerSentBeforeItLeft() {
        TestSocket xpub = xpub();
        TestPeer peer = xpub.connect();
        peer.send("one");
        peer.send("two");
        peer.close();
        assertThat(xpub.receiveAll()).containsExactly("one", "two");
        assertThat(xpub.canReceive()).isFalse();
    }

    @Test
    void shouldCountAHeldMessageWhenThePipeIsClosedHere() {
        TestSocket xpub = xpub();
        TestPeer peer = xpub.connect();
        peer.send("held");
        peer.socketPipe.close();
        xpub.pattern.in().detach(peer.socketPipe);
        xpub.pattern.in().detach(peer.socketPipe);
        xpub.pattern.out().detach(peer.socketPipe);
        assertThat(xpub.receiveAll()).isEmpty();
        assertThat(xpub.dropped(CLOSED)).isEqualTo(1);
    }

    @Test
    void shouldLeaveSubscribingToTheApplicationWhenManual() {
        TestSocket xpub = manual();
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.subscribe("A");
        b.subscribe("B");
        assertThat(xpub.receive()).containsExactly("\1A");
        xpub.subscribe("XA");
        assertThat(xpub.receive()).containsExactly("\1B");
        xpub.subscribe("XB");
        for (String topic : new String[] {"A", "B", "XA", "XB"}) {
            xpub.send(topic);
        }
        assertThat(a.receiveAll()).containsExactly("XA");
        assertThat(b.receiveAll()).containsExactly("XB");
        a.cancel("A");
        assertThat(xpub.receive()).containsExactly("\0A");
        xpub.unsubscribe("XA");
        xpub.send("XA");
        assertThat(a.receiveAll()).isEmpty();
        assertThat(xpub.pattern.subscriptions().list()).containsExactly("XB".getBytes());
    }

    @Test
    void shouldBeToldOfWhatALeavingPeerHadAskedForWhenManual() {
        TestSocket xpub = manual();
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.subscribe("A");
        b.subscribe("A");
        assertThat(xpub.receiveAll()).containsExactly("\1A", "\1A");
        xpub.subscribe("X");
        b.close();
        assertThat(xpub.receiveAll()).containsExactly("\0A");
        xpub.subscribe("nobody");
        assertThat(xpub.pattern.subscriptions().list()).isEmpty();
        a.close();
        assertThat(xpub.receiveAll()).containsExactly("\0A");
    }

    @Test
    void shouldRefuseToSubscribePeersWhenNotManual() {
        assertThatThrownBy(() -> xpub().subscribe("a"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("xpubManual");
        assertThatThrownBy(() -> xpub().unsubscribe("a")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldIgnoreManualModeWhenItIsAPub() {
        TestSocket pub =
                new TestSocket(PUB, SocketConfig.builder().xpubManual(true).build());
        TestPeer peer = pub.connect();
        peer.subscribe("a");
        pub.send("a");
        assertThat(peer.receiveAll()).containsExactly("a");
        assertThat(pub.pattern.subscriptions()).isNull();
    }

    @Test
    void shouldWelcomeEachPeer() {
        TestSocket xpub = xpub(options -> options.xpubWelcome("hello"));
        TestPeer peer = xpub.connect();
        assertThat(peer.receiveAll()).containsExactly("hello");
        peer.ready("");
        assertThat(peer.receiveAll()).containsExactly("hello");
    }

    @Test
    void shouldObeyVerboseAsSoonAsItIsReconfigured() {
        TestSocket xpub = xpub();
        TestPeer peer = xpub.connect();
        peer.subscribe("t");
        peer.subscribe("t");
        assertThat(xpub.receiveAll()).containsExactly("\1t");
        xpub.pattern
                .reconfigure()
                .accept(SocketConfig.builder().xpubVerbose(true).build());
        peer.subscribe("t");
        assertThat(xpub.receiveAll()).containsExactly("\1t");
    }

    @Test
    void shouldDropNoticesBeyondTheirLimitAndStillServeTheSubscriber() {
        TestSocket xpub = new TestSocket(
                XPUB, SocketConfig.builder().maxSubscriptionNotices(2).build());
        TestPeer peer = xpub.connect();
        peer.subscribe("a");
        peer.subscribe("b");
        peer.subscribe("c");
        assertThat(xpub.dropped(HWM)).isEqualTo(1);
        assertThat(xpub.receiveAll()).containsExactly("\1a", "\1b");
        xpub.send("c");
        assertThat(peer.receiveAll()).containsExactly("c");
    }

    @Test
    void shouldTakeASubscriptionOfAnOldPeerFromItsMessage() {
        TestSocket xpub = xpub();
        TestPeer peer = xpub.connect();
        peer.send(Msg.of(new byte[] {1, 't'}));
        assertThat(xpub.receiveAll()).containsExactly("\1t");
        peer.send(Msg.of(new byte[] {0, 't'}));
        peer.send(Msg.of(new byte[] {2, 't'}));
        assertThat(xpub.receiveAll()).containsExactly("\0t", "\2t");
    }

    @Test
    void shouldSubscribeThePeerWhoseMessageWasReceivedLastWhenManual() {
        TestSocket xpub = manual();
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.subscribe("A");
        b.send("a message");
        assertThat(xpub.receive()).containsExactly("\1A");
        assertThat(xpub.receive()).containsExactly("a message");
        xpub.subscribe("X");
        xpub.send("X");
        assertThat(b.receiveAll()).containsExactly("X");
        assertThat(a.receiveAll()).isEmpty();
        b.close();
        xpub.receiveAll();
        xpub.subscribe("Y");
        assertThat(xpub.pattern.subscriptions().list()).isEmpty();
    }

    @Test
    void shouldSendTheLastValueToTheNewSubscriberAloneWhenConfigured() {
        TestSocket xpub = xpub(options -> options.xpubManualLastValue(true));
        TestPeer a = xpub.connect();
        TestPeer b = xpub.connect();
        a.subscribe("t");
        assertThat(xpub.receive()).containsExactly("\1t");
        xpub.subscribe("t");
        xpub.send("t last value for a");
        b.subscribe("t");
        assertThat(xpub.receive()).containsExactly("\1t");
        xpub.subscribe("t");
        xpub.send("t last value for b");
        xpub.send("t news");
        assertThat(a.receiveAll()).containsExactly("t last value for a", "t news");
        assertThat(b.receiveAll()).containsExactly("t last value for b", "t news");
        // whoever cancels gets nothing more, and the others miss nothing by it
        b.cancel("t");
        assertThat(xpub.receive()).containsExactly("\0t");
        xpub.unsubscribe("t");
        xpub.send("t more news");
        assertThat(a.receiveAll()).containsExactly("t more news");
        assertThat(b.receiveAll()).isEmpty();
    }

    @Test
    void shouldSendNobodyALastValueThatItsOneReceiverHasNotSubscribedTo() {
        TestSocket xpub = xpub(options -> options.xpubManualLastValue(true));
        TestPeer a = xpub.connect();
        a.subscribe("t");
        xpub.receive();
        xpub.subscribe("t");
        TestPeer b = xpub.connect();
        b.subscribe("other");
        xpub.receive();
        xpub.subscribe("other");
        xpub.send("t");
        assertThat(a.receiveAll()).isEmpty();
        assertThat(b.receiveAll()).isEmpty();
        xpub.send("t");
        assertThat(a.receiveAll()).containsExactly("t");
    }

    @Test
    void shouldWaitForTheOneReceiverOfALastValueWhenNothingMayBeDropped() {
        TestSocket xpub = xpub(options -> options.xpubManualLastValue(true).xpubNoDrop(true));
        TestPeer a = xpub.connect("", 1, 0);
        TestPeer b = xpub.connect();
        b.subscribe("t");
        xpub.receive();
        xpub.subscribe("t");
        xpub.send("t for b alone");
        a.subscribe("t");
        xpub.receive();
        xpub.subscribe("t");
        assertThat(xpub.send("t 1")).isTrue();
        a.subscribe("u");
        xpub.receive();
        assertThat(xpub.send("t 2")).isFalse();
        assertThat(xpub.send("t 2")).isFalse();
        assertThat(a.receiveAll()).containsExactly("t 1");
        assertThat(xpub.send("t 2")).isTrue();
        assertThat(a.receiveAll()).containsExactly("t 2");
        assertThat(b.receiveAll()).containsExactly("t for b alone");
    }

    @Test
    void shouldTakeTheFirstFrameOfSeveralAsASubscriptionOnlyWhenConfigured() {
        Msg msg = Msg.of(new byte[] {1, 't'}, new byte[] {1, 'u'});
        TestSocket plain = xpub();
        TestPeer peer = plain.connect();
        peer.send(msg);
        assertThat(plain.receiveAll()).containsExactly("\1t|\1u");
        assertThat(plain.pattern.subscriptions().list()).isEmpty();
        TestSocket first = xpub(options -> options.onlyFirstSubscribe(true));
        peer = first.connect();
        peer.send(msg);
        assertThat(first.receiveAll()).containsExactly("\1t", "\1u");
        assertThat(first.pattern.subscriptions().list()).containsExactly("t".getBytes());
    }

    @Test
    void shouldCountTopicsAndNotSubscriptions() {
        TestSocket pub = new TestSocket(PUB);
        TestPeer a = pub.connect();
        TestPeer b = pub.connect();
        String longTopic = "t".repeat(200);
        for (String topic : new String[] {"", "t", longTopic, longTopic + "t"}) {
            a.subscribe(topic);
            b.subscribe(topic);
        }
        a.subscribe("t");
        assertThat(pub.pattern.out().topics()).isEqualTo(4);
        a.cancel(longTopic);
        b.cancel(longTopic);
        b.cancel("unknown".repeat(50));
        assertThat(pub.pattern.out().topics()).isEqualTo(3);
        a.close();
        assertThat(pub.pattern.out().topics()).isEqualTo(3);
        b.close();
        assertThat(pub.pattern.out().topics()).isZero();
    }
}
