package io.zmq4j.internal.pattern;

import static io.zmq4j.DropReason.HWM;
import static io.zmq4j.DropReason.MALFORMED;
import static io.zmq4j.SocketType.DGRAM;
import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.RADIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.internal.pipe.PeerReady;
import java.util.List;
import org.junit.jupiter.api.Test;

class RadioDishTest {

    private static final String LONGEST = "g".repeat(255);

    private final TestSocket radio = new TestSocket(RADIO);
    private final TestSocket dish = new TestSocket(DISH);

    private static Msg of(String group, String text) {
        return Msg.of(text).withGroup(group);
    }

    /** A peer of which nothing is known but that it is reached over udp. */
    private TestPeer udpPeer(int mark) {
        TestPeer peer = radio.connect("", mark, 0);
        peer.pipe.write(new PeerReady(DGRAM, new byte[0], Metadata.EMPTY));
        peer.pipe.flush();
        radio.run();
        return peer;
    }

    // -- RADIO --

    @Test
    void shouldSendEverythingToPeersOverUdpThatCannotJoin() {
        TestPeer udp = udpPeer(0);
        TestPeer other = radio.connect();
        other.subscribe("b");
        for (String group : List.of("a", "b", "")) {
            assertThat(radio.send(of(group, "m"))).isTrue();
        }
        assertThat(udp.receiveAll()).containsExactly("a|m", "b|m", "|m");
        assertThat(other.receiveAll()).containsExactly("b|m");
        udp.close();
        assertThat(radio.send(of("b", "m2"))).isTrue();
        assertThat(other.receiveAll()).containsExactly("b|m2");
    }

    @Test
    void shouldDropAndCountForAFullPeerOverUdp() {
        TestPeer udp = udpPeer(1);
        radio.send(of("a", "m1"));
        radio.send(of("b", "m2"));
        assertThat(udp.receiveAll()).containsExactly("a|m1");
        assertThat(radio.dropped(HWM)).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatNoDatagramHoldsWhenAPeerIsReachedOverUdp() {
        Msg tooLarge = Msg.of(new byte[65_505]).withGroup("gg");
        assertThat(radio.send(tooLarge)).isTrue();
        TestPeer udp = udpPeer(0);
        assertThatThrownBy(() -> radio.send(tooLarge))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "a message of RADIO over udp has 65508 bytes with its group, allowed: up to 65507");
        assertThat(radio.send(Msg.of(new byte[65_504]).withGroup("gg"))).isTrue();
        assertThat(udp.receiveMsg().length(1)).isEqualTo(65_504);
        assertThat(udp.receiveMsg()).isNull();
    }

    @Test
    void shouldSendToThePeersThatHaveJoinedExactlyThisGroup() {
        TestPeer a = radio.connect();
        TestPeer b = radio.connect();
        TestPeer none = radio.connect();
        a.subscribe("news");
        b.subscribe("news");
        b.subscribe("new");
        b.subscribe("");
        for (String group : List.of("news", "new", "newsx", "", "other")) {
            assertThat(radio.send(of(group, "m"))).isTrue();
        }
        assertThat(a.receiveAll()).containsExactly("news|m");
        assertThat(b.receiveAll()).containsExactly("news|m", "new|m", "|m");
        assertThat(none.receiveAll()).isEmpty();
    }

    @Test
    void shouldFindLongGroupsExactly() {
        TestPeer peer = radio.connect();
        peer.subscribe(LONGEST);
        radio.send(of(LONGEST, "m"));
        radio.send(of(LONGEST.substring(1), "m"));
        radio.send(of("g", "m"));
        assertThat(peer.receiveAll()).containsExactly(LONGEST + "|m");
    }

    @Test
    void shouldSendNothingMoreWhenAPeerHasLeftOrBeganAnew() {
        TestPeer peer = radio.connect();
        peer.subscribe("a");
        peer.subscribe("b");
        peer.cancel("a");
        radio.send(of("a", "m"));
        radio.send(of("b", "m"));
        assertThat(peer.receiveAll()).containsExactly("b|m");
        peer.ready("");
        radio.send(of("b", "m"));
        assertThat(peer.receiveAll()).isEmpty();
    }

    @Test
    void shouldDropAndCountForFullPeersOnly() {
        TestPeer small = radio.connect("", 1, 0);
        TestPeer large = radio.connect("", 0, 0);
        small.subscribe("g");
        large.subscribe("g");
        for (int i = 0; i < 3; i++) {
            assertThat(radio.send(of("g", "m" + i))).isTrue();
        }
        assertThat(small.receiveAll()).containsExactly("g|m0");
        assertThat(large.receiveAll()).containsExactly("g|m0", "g|m1", "g|m2");
        assertThat(radio.dropped(HWM)).isEqualTo(2);
        assertThat(radio.canSend()).isTrue();
    }

    @Test
    void shouldTakeNoMessageForAFullPeerWhenNothingMayBeDropped() {
        TestSocket careful =
                new TestSocket(RADIO, SocketConfig.builder().xpubNoDrop(true).build());
        TestPeer peer = careful.connect("", 1, 0);
        peer.subscribe("g");
        assertThat(careful.send(of("g", "m0"))).isTrue();
        assertThat(careful.send(of("g", "m1"))).isFalse();
        assertThat(careful.send(of("nobody's", "m"))).isTrue();
        assertThat(peer.receiveAll()).containsExactly("g|m0");
        assertThat(careful.send(of("g", "m1"))).isTrue();
        careful.pattern.reconfigure().accept(SocketConfig.defaults());
        assertThat(careful.send(of("g", "dropped"))).isTrue();
        assertThat(careful.dropped(HWM)).isEqualTo(1);
    }

    @Test
    void shouldDropWhatAPeerOfRadioWronglySends() {
        TestPeer peer = radio.connect("", 0, 2);
        for (int i = 0; i < 100; i++) {
            assertThat(peer.send("\u0001g")).isTrue();
        }
        assertThat(radio.canReceive()).isFalse();
        assertThat(radio.dropped(MALFORMED)).isEqualTo(100);
        radio.send(of("g", "m"));
        assertThat(peer.receiveAll()).isEmpty();
        assertThat(radio.dropped(MALFORMED)).isEqualTo(100);
    }

    @Test
    void shouldRefuseAGroupThatIsNone() {
        String group = "zero\u0000byte";
        assertThatThrownBy(() -> radio.send(of(group, "m")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zero");
        assertThatThrownBy(() -> dish.join(group)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dish.join("\u00fc".repeat(128)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256 bytes")
                .hasMessageContaining("255");
    }

    @Test
    void shouldDisconnectAPeerThatJoinsTooManyGroups() {
        TestSocket limited = new TestSocket(
                RADIO,
                SocketConfig.builder()
                        .maxSubscriptions(2)
                        .maxSubscriptionBytes(10)
                        .build());
        TestPeer many = limited.connect();
        TestPeer large = limited.connect();
        TestPeer modest = limited.connect();
        List.of("a", "b").forEach(modest::subscribe);
        List.of("a", "b", "c").forEach(many::subscribe);
        large.subscribe("12345678901");
        assertThat(many.isRefused()).isTrue();
        assertThat(large.isRefused()).isTrue();
        assertThat(modest.isRefused()).isFalse();
        limited.send(of("b", "m"));
        assertThat(modest.receiveAll()).containsExactly("b|m");
    }

    // -- DISH --

    @Test
    void shouldTellEveryRadioOfEachGroupAndANewOneOfAll() {
        dish.join("a");
        TestPeer first = dish.connect();
        dish.join("b");
        dish.leave("a");
        TestPeer second = dish.connect();
        assertThat(first.items()).containsExactly("+a", "+b", "-a");
        assertThat(second.items()).containsExactly("+b");
        assertThat(dish.pattern.groups().list()).containsExactly("b".getBytes());
    }

    @Test
    void shouldTellOfMoreGroupsThanTheMarkAllows() {
        for (int i = 0; i < 100; i++) {
            dish.join("g" + i);
        }
        TestPeer radioPeer = dish.connect("", 1, 1);
        assertThat(radioPeer.items()).hasSize(100);
    }

    @Test
    void shouldReceiveOnlyMessagesOfJoinedGroupsWithTheirGroup() {
        dish.join("a");
        dish.join("b");
        TestPeer peer = dish.connect();
        peer.send("a", "one");
        peer.send("ab", "not joined");
        peer.send("b", "two");
        assertThat(dish.canReceive()).isTrue();
        assertThat(dish.receiveMsg()).isEqualTo(of("a", "one"));
        assertThat(dish.receiveMsg()).isEqualTo(of("b", "two"));
        dish.leave("b");
        peer.send("b", "too late");
        assertThat(dish.canReceive()).isFalse();
        assertThat(dish.dropped(MALFORMED)).isZero();
    }

    @Test
    void shouldDropAndCountWhatHasNotAGroupAndABody() {
        dish.join("a");
        TestPeer peer = dish.connect();
        peer.send("a");
        peer.send("a", "body", "more");
        peer.send("a", "good");
        assertThat(dish.receiveAll()).containsExactly("good");
        assertThat(dish.dropped(MALFORMED)).isEqualTo(2);
    }

    @Test
    void shouldRefuseToJoinTwiceAndToLeaveWhatIsNotJoined() {
        dish.join("a");
        assertThatThrownBy(() -> dish.join("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' is joined already");
        dish.leave("a");
        assertThatThrownBy(() -> dish.leave("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' is not joined");
        dish.join("a");
    }

    @Test
    void shouldTalkToEachOther() {
        dish.join("g");
        TestSocket.join(radio, dish);
        radio.send(of("g", "m"));
        radio.send(of("other", "m"));
        assertThat(dish.receiveMsg()).isEqualTo(of("g", "m"));
        assertThat(dish.receiveMsg()).isNull();
    }
}
