package io.zmq4j.internal.pattern;

import static io.zmq4j.DropReason.HWM;
import static io.zmq4j.DropReason.LATE_REPLY;
import static io.zmq4j.DropReason.NO_PEER;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.WrongStateException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReqRepTest {

    private static final byte[] EMPTY = {};

    private static TestSocket req(boolean correlate, boolean relaxed) {
        return new TestSocket(
                REQ,
                SocketConfig.builder()
                        .reqCorrelate(correlate)
                        .reqRelaxed(relaxed)
                        .build());
    }

    @Test
    void shouldExchangeRequestAndReplyWhenJoined() {
        TestSocket req = new TestSocket(REQ);
        TestSocket rep = new TestSocket(REP);
        TestSocket.join(req, rep);
        for (int i = 0; i < 3; i++) {
            assertThat(req.send("request", "" + i)).isTrue();
            assertThat(rep.canReceive()).isTrue();
            assertThat(rep.receive()).containsExactly("request", "" + i);
            assertThat(rep.canSend()).isTrue();
            assertThat(rep.send("reply" + i)).isTrue();
            assertThat(req.canReceive()).isTrue();
            assertThat(req.receive()).containsExactly("reply" + i);
        }
    }

    @Test
    void shouldPutAnEmptyFrameBeforeARequestAndTakeItFromAReply() {
        TestSocket req = new TestSocket(REQ);
        TestPeer peer = req.connect();
        req.send("a", "b");
        assertThat(peer.receive()).containsExactly("", "a", "b");
        peer.send("", "", "reply");
        assertThat(req.receive()).containsExactly("", "reply");
    }

    @Test
    void shouldDemandAlternationAndNameWhatIsExpected() {
        TestSocket req = new TestSocket(REQ);
        req.connect();
        assertThat(req.canReceive()).isFalse();
        assertThatThrownBy(req::receive).isInstanceOf(WrongStateException.class).hasMessageContaining("send");
        req.send("one");
        assertThat(req.canSend()).isFalse();
        assertThatThrownBy(() -> req.send("two"))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("receive");

        TestSocket rep = new TestSocket(REP);
        TestPeer peer = rep.connect();
        assertThat(rep.canSend()).isFalse();
        assertThatThrownBy(() -> rep.send("reply"))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("receive");
        peer.send("", "one");
        peer.send("", "two");
        rep.receive();
        assertThat(rep.canReceive()).isFalse();
        assertThatThrownBy(rep::receive).isInstanceOf(WrongStateException.class).hasMessageContaining("send");
    }

    @Test
    void shouldStayReadyToSendWhenNobodyCouldTakeTheRequest() {
        TestSocket req = new TestSocket(REQ);
        assertThat(req.send("nobody")).isFalse();
        TestPeer peer = req.connect();
        assertThat(req.send("somebody")).isTrue();
        assertThat(peer.receive()).containsExactly("", "somebody");
    }

    @Test
    void shouldDropRepliesOfOtherPeersAndMalformedOnes() {
        TestSocket req = new TestSocket(REQ);
        TestPeer asked = req.connect();
        TestPeer other = req.connect();
        req.send("request");
        other.send("", "forged");
        asked.send("no envelope");
        asked.send("not", "empty");
        asked.send("");
        assertThat(req.canReceive()).isFalse();
        assertThat(req.dropped(LATE_REPLY)).isEqualTo(4);
        asked.send("", "reply");
        assertThat(req.receive()).containsExactly("reply");
    }

    @Test
    void shouldTakeAReplyOfAnyPeerWhenTheAskedOneHasGone() {
        TestSocket req = new TestSocket(REQ);
        TestPeer asked = req.connect();
        TestPeer other = req.connect();
        req.send("request");
        asked.close();
        other.send("", "reply");
        assertThat(req.receive()).containsExactly("reply");
    }

    @Test
    void shouldDropWhatIsPendingBeforeItSendsARequest() {
        TestSocket req = new TestSocket(REQ);
        TestPeer peer = req.connect();
        peer.send("", "unasked");
        peer.send("", "unasked too");
        req.send("request");
        assertThat(req.dropped(LATE_REPLY)).isEqualTo(2);
        assertThat(req.receive()).isNull();
        peer.send("", "reply");
        assertThat(req.receive()).containsExactly("reply");
    }

    @Test
    void shouldMatchRepliesByNumberWhenCorrelated() {
        TestSocket req = req(true, false);
        TestPeer peer = req.connect();
        for (int i = 0; i < 2; i++) {
            req.send("request");
            Msg request = peer.receiveMsg();
            assertThat(request.size()).isEqualTo(3);
            assertThat(ByteBuffer.wrap(request.bytes(0)).getInt()).isEqualTo(TestSocket.FIRST_RANDOM + i);
            assertThat(request.bytes(1)).isEmpty();
            peer.send(Msg.of(new byte[] {9, 9, 9, 9}, EMPTY, new byte[] {1}));
            peer.send(Msg.of(request.bytes(0), new byte[] {1}));
            peer.send("", "no number");
            assertThat(req.receive()).isNull();
            peer.send(Msg.of(request.bytes(0), EMPTY, "reply".getBytes()));
            assertThat(req.receive()).containsExactly("reply");
        }
        assertThat(req.dropped(LATE_REPLY)).isEqualTo(6);
    }

    @Test
    void shouldDropTheReplyToAnAbandonedRequestWhenRelaxedAndCorrelated() {
        TestSocket req = req(true, true);
        TestPeer peer = req.connect();
        req.send("one");
        Msg first = peer.receiveMsg();
        assertThat(req.canSend()).isTrue();
        assertThat(req.send("two")).isTrue();
        Msg second = peer.receiveMsg();
        peer.send(Msg.of(first.bytes(0), EMPTY, "late".getBytes()));
        peer.send(Msg.of(second.bytes(0), EMPTY, "reply".getBytes()));
        assertThat(req.receive()).containsExactly("reply");
        assertThat(req.dropped(LATE_REPLY)).isEqualTo(1);
    }

    @Test
    void shouldDropAFoundReplyWhenARelaxedSocketSendsAgain() {
        TestSocket req = req(false, true);
        TestPeer peer = req.connect();
        req.send("one");
        peer.send("", "reply to one");
        assertThat(req.canReceive()).isTrue();
        req.send("two");
        assertThat(req.canReceive()).isFalse();
        assertThat(req.dropped(LATE_REPLY)).isEqualTo(1);
        peer.send("", "reply to two");
        assertThat(req.receive()).containsExactly("reply to two");
    }

    @Test
    void shouldKeepWaitingForTheReplyWhenARelaxedSocketCannotSendAgain() {
        TestSocket req = req(false, true);
        TestPeer peer = req.connect("", 1, 0);
        req.send("one");
        assertThat(req.send("full")).isFalse();
        peer.receiveAll();
        peer.send("", "reply");
        assertThat(req.receive()).containsExactly("reply");
    }

    @Test
    void shouldMatchByTheNumberThatWasSentWhenReconfiguredMeanwhile() {
        TestSocket req = req(true, false);
        TestPeer peer = req.connect();
        req.send("request");
        Msg request = peer.receiveMsg();
        req.pattern.reconfigure().accept(SocketConfig.defaults());
        peer.send(Msg.of(request.bytes(0), EMPTY, "reply".getBytes()));
        assertThat(req.receive()).containsExactly("reply");
        req.send("without");
        assertThat(peer.receive()).containsExactly("", "without");
    }

    @Test
    void shouldReturnTheWholeEnvelopeBeforeTheReply() {
        TestSocket rep = new TestSocket(REP);
        TestPeer peer = rep.connect();
        peer.send("hop2", "hop1", "", "", "body");
        assertThat(rep.receive()).containsExactly("", "body");
        rep.send("reply", "2");
        assertThat(peer.receive()).containsExactly("hop2", "hop1", "", "reply", "2");
    }

    @Test
    void shouldDiscardMalformedRequests() {
        TestSocket rep = new TestSocket(REP);
        TestPeer peer = rep.connect();
        peer.send("no", "envelope");
        peer.send("nothing behind it", "");
        peer.send("");
        assertThat(rep.canReceive()).isFalse();
        assertThat(rep.receive()).isNull();
        peer.send("", "good");
        assertThat(rep.receive()).containsExactly("good");
    }

    @Test
    void shouldServePeersInTurnAndReplyToEachItsOwn() {
        TestSocket rep = new TestSocket(REP);
        TestPeer a = rep.connect();
        TestPeer b = rep.connect();
        a.send("", "a1");
        a.send("", "a2");
        b.send("", "b1");
        for (int i = 0; i < 3; i++) {
            rep.send("to " + rep.receive().get(0));
        }
        assertThat(a.receiveAll()).containsExactly("|to a1", "|to a2");
        assertThat(b.receiveAll()).containsExactly("|to b1");
    }

    @Test
    void shouldDropTheReplyWhenThePeerHasGoneOrIsFull() {
        TestSocket rep = new TestSocket(REP);
        TestPeer gone = rep.connect();
        gone.send("", "request");
        rep.receive();
        gone.close();
        assertThat(rep.canSend()).isTrue();
        assertThat(rep.send("reply")).isTrue();
        assertThat(rep.dropped(NO_PEER)).isEqualTo(1);

        TestPeer full = rep.connect("", 1, 0);
        full.send("", "one");
        full.send("", "two");
        rep.receive();
        assertThat(rep.send("reply")).isTrue();
        rep.receive();
        assertThat(rep.send("dropped")).isTrue();
        assertThat(rep.dropped(HWM)).isEqualTo(1);
        assertThat(full.receiveAll()).containsExactly("|reply");
    }

    @Test
    void shouldServeARequestThatWasFoundBeforeItsPeerLeft() {
        TestSocket rep = new TestSocket(REP);
        TestPeer peer = rep.connect();
        peer.send("", "request");
        assertThat(rep.canReceive()).isTrue();
        peer.close();
        assertThat(rep.receive()).containsExactly("request");
        assertThat(rep.send("reply")).isTrue();
        assertThat(rep.dropped(NO_PEER)).isEqualTo(1);
    }
}
