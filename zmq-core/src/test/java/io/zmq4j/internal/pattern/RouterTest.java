package io.zmq4j.internal.pattern;

import static io.zmq4j.DropReason.CLOSED;
import static io.zmq4j.DropReason.HWM;
import static io.zmq4j.DropReason.UNROUTABLE;
import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.RouterNotify;
import io.zmq4j.SocketConfig;
import io.zmq4j.UnroutableException;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouterTest {

    private static TestSocket router() {
        return new TestSocket(ROUTER);
    }

    private static TestSocket mandatory() {
        return new TestSocket(
                ROUTER, SocketConfig.builder().routerMandatory(true).build());
    }

    private static TestSocket notified(boolean handover) {
        return new TestSocket(
                ROUTER,
                SocketConfig.builder()
                        .routerNotify(true)
                        .routerHandover(handover)
                        .build());
    }

    @Test
    void shouldPutTheRoutingIdBeforeWhatItReceives() {
        TestSocket router = router();
        TestPeer a = router.connect("a");
        TestPeer b = router.connect("b");
        a.send("1", "x");
        a.send("2");
        b.send("3");
        assertThat(router.receiveAll()).containsExactly("a|1|x", "b|3", "a|2");
    }

    @Test
    void shouldSendToThePeerOfTheFirstFrame() {
        TestSocket router = router();
        TestPeer a = router.connect("a");
        TestPeer b = router.connect("b");
        assertThat(router.send("b", "", "to b")).isTrue();
        assertThat(router.send("a", "to a")).isTrue();
        assertThat(a.receiveAll()).containsExactly("to a");
        assertThat(b.receiveAll()).containsExactly("|to b");
    }

    @Test
    void shouldNumberPeersWithoutAnIdAndThoseWithAReservedOne() {
        TestSocket router = router();
        TestPeer nameless = router.connect("");
        TestPeer reserved = router.connect("\0taken");
        nameless.send("1");
        reserved.send("2");
        assertThat(router.receiveMsg().bytes(0)).containsExactly(0, 1, 2, 3, 4);
        Msg second = router.receiveMsg();
        assertThat(second.bytes(0)).containsExactly(0, 1, 2, 3, 5);
        router.pattern.out().trySend(Msg.of(second.bytes(0), "back".getBytes()));
        assertThat(reserved.receive()).containsExactly("back");
    }

    @Test
    void shouldDropAndCountWhatIsUnroutableOrFull() {
        TestSocket router = router();
        TestPeer peer = router.connect("a", 1, 0);
        assertThat(router.canSend()).isTrue();
        assertThat(router.send("nobody", "m")).isTrue();
        assertThat(router.dropped(UNROUTABLE)).isEqualTo(1);
        assertThat(router.send("a", "m")).isTrue();
        assertThat(router.send("a", "full")).isTrue();
        assertThat(router.dropped(HWM)).isEqualTo(1);
        assertThat(peer.receiveAll()).containsExactly("m");
    }

    @Test
    void shouldSendNothingWhenThereIsOnlyARoutingId() {
        TestSocket router = mandatory();
        TestPeer peer = router.connect("a");
        assertThat(router.send("a")).isTrue();
        assertThat(router.send("unknown")).isTrue();
        assertThat(router.send("a", "")).isTrue();
        assertThat(peer.receiveAll()).containsExactly("");
        assertThat(router.drops).isEmpty();
    }

    @Test
    void shouldRefuseUnknownPeersAndWaitForFullOnesWhenMandatory() {
        TestSocket router = mandatory();
        assertThat(router.canSend()).isFalse();
        TestPeer a = router.connect("a", 1, 0);
        assertThatThrownBy(() -> router.send("b", "m"))
                .isInstanceOf(UnroutableException.class)
                .hasMessageContaining("0x62 (1 bytes)");
        assertThat(router.send("a", "m")).isTrue();
        assertThat(router.canSend()).isFalse();
        assertThat(router.send("a", "full")).isFalse();
        TestPeer b = router.connect("b", 1, 0);
        assertThat(router.canSend()).isTrue();
        b.close();
        assertThat(a.receiveAll()).containsExactly("m");
        assertThat(router.canSend()).isTrue();
        assertThat(router.send("a", "again")).isTrue();
        a.close();
        assertThatThrownBy(() -> router.send("a", "gone")).isInstanceOf(UnroutableException.class);
        assertThat(router.drops).isEmpty();
    }

    @Test
    void shouldDescribeALongRoutingIdInPart() {
        TestSocket router = mandatory();
        assertThatThrownBy(() -> router.send("x".repeat(100), "m"))
                .hasMessageContaining("7878... (100 bytes)")
                .hasMessageContaining("allowed");
    }

    @Test
    void shouldObeyMandatoryAsSoonAsItIsReconfigured() {
        TestSocket router = router();
        router.pattern
                .reconfigure()
                .accept(SocketConfig.builder().routerMandatory(true).build());
        assertThatThrownBy(() -> router.send("b", "m")).isInstanceOf(UnroutableException.class);
    }

    @Test
    void shouldCloseANewcomerWhoseIdIsTaken() {
        TestSocket router = router();
        TestPeer first = router.connect("a");
        TestPeer second = router.connect("a");
        second.send("never seen");
        assertThat(second.isRefused()).isTrue();
        assertThat(router.closed).containsExactly(second.socketPipe);
        assertThat(second.socketPipe.inboundIndex()).isEqualTo(-1);
        assertThat(second.socketPipe.outboundIndex()).isEqualTo(-1);
        router.send("a", "m");
        assertThat(first.receive()).containsExactly("m");
        assertThat(router.receive()).isNull();
        assertThat(router.connect("b").isRefused()).isFalse();
    }

    @Test
    void shouldCountWhatARefusedNewcomerHadSentAlready() {
        TestSocket router = router();
        router.connect("a");
        PipePair pair = PipePair.of(0, 0);
        pair.second().write(new PeerReady(DEALER, "a".getBytes(), Metadata.EMPTY));
        pair.second().write(Msg.of("early"));
        pair.second().flush();
        router.onAttach(pair.first());
        assertThat(router.receive()).isNull();
        assertThat(router.dropped(CLOSED)).isEqualTo(1);
    }

    @Test
    void shouldHandTheIdOverAndCloseTheOlderPeerWhenConfigured() {
        TestSocket router = new TestSocket(
                ROUTER, SocketConfig.builder().routerHandover(true).build());
        TestPeer old = router.connect("a");
        TestPeer other = router.connect("b");
        old.send("unread");
        TestPeer fresh = router.connect("a");
        assertThat(old.isRefused()).isTrue();
        assertThat(router.dropped(CLOSED)).isEqualTo(1);
        fresh.send("1");
        other.send("2");
        assertThat(router.receiveAll()).containsExactlyInAnyOrder("a|1", "b|2");
        router.send("a", "m");
        assertThat(fresh.receive()).containsExactly("m");
        assertThat(fresh.isRefused()).isFalse();
    }

    @Test
    void shouldTakeAnotherPeerOverInTheMiddleOfAReceive() {
        TestSocket router = new TestSocket(
                ROUTER, SocketConfig.builder().routerHandover(true).build());
        TestPeer old = router.connect("a");
        TestPeer other = router.connect("b");
        other.send("b1");
        old.send("old");
        other.ready("a");
        other.send("after");
        assertThat(router.receive()).containsExactly("b", "b1");
        assertThat(router.receiveAll()).containsAnyOf("a|after").doesNotContain("b|after");
        assertThat(old.isRefused()).isTrue();
        router.send("a", "m");
        assertThat(other.receive()).containsExactly("m");
    }

    @Test
    void shouldAcceptAnIdAgainWhileTheLastWordsOfItsOldPeerAreUnread() {
        TestSocket router = router();
        TestPeer old = router.connect("a");
        old.send("last words");
        old.close();
        assertThat(router.send("a", "lost")).isTrue();
        assertThat(router.dropped(UNROUTABLE)).isEqualTo(1);
        TestPeer fresh = router.connect("a");
        assertThat(fresh.isRefused()).isFalse();
        fresh.send("first words");
        assertThat(router.receiveAll()).containsExactly("a|last words", "a|first words");
        router.send("a", "m");
        assertThat(fresh.receive()).containsExactly("m");
    }

    @Test
    void shouldKnowAReconnectedPeerByItsNewId() {
        TestSocket router = router();
        TestPeer peer = router.connect("a");
        peer.send("1");
        peer.ready("b");
        peer.send("2");
        assertThat(router.receiveAll()).containsExactly("a|1", "b|2");
        router.send("a", "nobody");
        assertThat(router.dropped(UNROUTABLE)).isEqualTo(1);
        router.send("b", "m");
        assertThat(peer.receiveAll()).containsExactly("m");
        peer.ready("b");
        router.send("b", "same");
        assertThat(peer.receiveAll()).containsExactly("same");
    }

    @Test
    void shouldKeepTheNumberOfANamelessPeerThatReconnects() {
        TestSocket router = router();
        TestPeer peer = router.connect("");
        peer.send("1");
        byte[] id = router.receiveMsg().bytes(0);
        peer.ready("");
        peer.send("2");
        assertThat(router.receiveMsg().bytes(0)).isEqualTo(id);
    }

    @Test
    void shouldReportAPeerBeforeItsFirstAndAfterItsLastMessage() {
        TestSocket router = notified(false);
        TestPeer peer = router.connect("a");
        assertThat(router.canReceive()).isTrue();
        peer.send("1");
        peer.send("2");
        peer.close();
        assertThat(router.receiveAll()).containsExactly("a|", "a|1", "a|2", "a|");
        assertThat(router.canReceive()).isFalse();
    }

    @Test
    void shouldReportADepartureThatIsFoundWhileItLooksForMessages() {
        TestSocket router = notified(false);
        TestPeer peer = router.connect("a");
        assertThat(router.receiveAll()).containsExactly("a|");
        peer.send("1");
        assertThat(router.receive()).containsExactly("a", "1");
        peer.close();
        assertThat(router.canReceive()).isTrue();
        assertThat(router.receive()).containsExactly("a", "");
    }

    @Test
    void shouldReportARenamedPeerBeforeTheMessageDuringWhoseReadingItCameUp() {
        TestSocket router = notified(false);
        TestPeer peer = router.connect("a");
        peer.send("1");
        peer.ready("b");
        peer.send("2");
        assertThat(router.receiveAll()).containsExactly("a|", "a|1", "a|", "b|", "b|2");
    }

    @Test
    void shouldReportAHandoverAsOneGoingAndOneComing() {
        TestSocket router = notified(true);
        router.connect("a");
        TestPeer fresh = router.connect("a");
        assertThat(router.receiveAll()).containsExactly("a|", "a|", "a|");
        fresh.close();
        assertThat(router.receiveAll()).containsExactly("a|");
    }

    @Test
    void shouldNotReportARefusedPeer() {
        TestSocket router = notified(false);
        router.connect("a");
        router.connect("a").close();
        assertThat(router.receiveAll()).containsExactly("a|");
    }

    @Test
    void shouldProbeEachPeerWhenConfigured() {
        TestSocket router =
                new TestSocket(ROUTER, SocketConfig.builder().probeRouter(true).build());
        TestPeer peer = router.connect("a");
        peer.socketPipe.markLocal();
        peer.ready("a");
        assertThat(peer.receiveAll()).containsExactly("");
    }

    @Test
    void shouldForgetEveryPeerThatHasLeft() {
        PeerTable table = new PeerTable(() -> Integer.MAX_VALUE);
        Random random = new Random(7);
        Pipe[] pipes = new Pipe[64];
        for (int i = 0; i < Integer.getInteger("zmq4j.test.routerChurn", 100_000); i++) {
            int slot = random.nextInt(pipes.length);
            if (pipes[slot] != null) {
                PeerTable.Peer gone = PeerTable.of(pipes[slot]);
                assertThat(table.remove(gone)).isTrue();
                assertThat(table.remove(gone)).isFalse();
            }
            pipes[slot] = PipePair.of(0, 0).first();
            byte[] wanted = random.nextBoolean() ? new byte[0] : ("id" + i).getBytes();
            PeerTable.Peer peer = table.put(wanted, pipes[slot]);
            assertThat(table.find(peer.id)).isSameAs(peer);
        }
        for (Pipe pipe : pipes) {
            table.remove(PeerTable.of(pipe));
        }
        assertThat(table.size()).isZero();
    }

    @Test
    void shouldSkipANumberThatIsInUse() {
        PeerTable table = new PeerTable(() -> -1);
        PeerTable.Peer first = table.put(new byte[0], PipePair.of(0, 0).first());
        PeerTable again = new PeerTable(() -> -1);
        assertThat(again.put(new byte[0], PipePair.of(0, 0).first()).id).isEqualTo(first.id);
        assertThat(first.id).containsExactly(0, -1, -1, -1, -1);
        assertThat(table.put(new byte[0], PipePair.of(0, 0).first()).id).containsExactly(0, 0, 0, 0, 0);
    }

    @Test
    void shouldReportOnlyComingOrOnlyGoingWhenSoConfigured() {
        for (RouterNotify which : RouterNotify.values()) {
            TestSocket router = new TestSocket(
                    ROUTER, SocketConfig.builder().routerNotify(which).build());
            TestPeer peer = router.connect("a");
            peer.send("1");
            peer.close();
            assertThat(router.receiveAll())
                    .containsExactlyElementsOf(
                            which == RouterNotify.CONNECT ? List.of("a|", "a|1") : List.of("a|1", "a|"));
        }
    }
}
