package io.zmq4j.conformance;

import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.RADIO;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * RADIO and DISH.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>RADIO SHALL create a queue when initiating an outgoing connection to a socket, and SHALL maintain the queue.
 *       <td>Not observable: nothing is queued for a dish that has not joined a group yet.
 *   <tr><td>DISH SHALL silently discard messages if the queue for a radio is full.
 *       <td>No more is read then, and the radio discards what it cannot send, as in libzmq.
 *   <tr><td>If this radio disconnects, the DISH socket SHALL destroy its queue and SHALL discard any messages it contains.
 *       <td>What the radio had sent is still received, as in libzmq.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc48RadioDishTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static Msg of(String group, String text) {
        return Msg.of(text).withGroup(group);
    }

    /** A dish that has joined this group, and a probe of that group through it. */
    private ZmqSocket joined(ZmqSocket radio, String... groups) {
        ZmqSocket dish = sockets.socket(DISH);
        for (String group : groups) {
            dish.join(group);
        }
        dish.connect(endpointOf(radio));
        awaitHeard(radio, dish, groups[groups.length - 1]);
        return dish;
    }

    /** Waits until messages of this group come through, and all of them have. */
    private static void awaitHeard(ZmqSocket radio, ZmqSocket dish, String group) {
        Waiting.until("a probe of " + group, () -> {
            radio.send(of(group, "probe"));
            return dish.receive(Duration.ofMillis(20)) != null;
        });
        radio.send(of(group, "last probe"));
        Waiting.until("the last probe", () -> dish.receive().string(0).equals("last probe"));
    }

    // -- RADIO --

    @OverTransports
    @Rfc(
            number = 48,
            says = "RADIO MAY be connected to any number of DISH sockets, and SHALL only send messages. DISH "
                    + "MAY be connected to any number of DISH sockets, and SHALL only receive messages.")
    void shouldRefuseTheOtherDirection(Transport transport) {
        ZmqSocket radio = sockets.bound(RADIO, transport);
        ZmqSocket dish = sockets.connected(DISH, radio);
        assertThatThrownBy(() -> radio.receive(Duration.ZERO)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> dish.send(Msg.of("no"))).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> radio.join("group")).isInstanceOf(UnsupportedOperationException.class);
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "RADIO SHALL perform a group membership check using exact matching algorithm. DISH SHALL "
                    + "attach the group to the message.")
    void shouldSendTheMessagesOfAGroupToWhoHasJoinedIt(Transport transport) {
        ZmqSocket radio = sockets.bound(RADIO, transport);
        ZmqSocket movies = joined(radio, "movies");
        ZmqSocket both = joined(radio, "tv", "movies");
        radio.send(of("movie", "too short"));
        radio.send(of("movies2", "too long"));
        radio.send(of("", "none"));
        radio.send(of("movies", "Godfather"));
        radio.send(of("tv", "Friends"));
        // what the second dish has probed the first one has heard, too
        Waiting.until("the movie", () -> movies.receive().equals(of("movies", "Godfather")));
        assertThat(both.receive()).isEqualTo(of("movies", "Godfather"));
        assertThat(both.receive()).isEqualTo(of("tv", "Friends"));
        assertSilent(movies);
        assertSilent(both);
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "Length MUST be between 0 to 255 bytes. Group character MUST be one byte with allowed "
                    + "values 1-255.")
    void shouldCarryGroupsOfEveryLengthAndCharacter(Transport transport) {
        String ascii = "!\u0001\u007f ";
        ZmqSocket radio = sockets.bound(RADIO, transport);
        ZmqSocket dish = joined(radio, "", "g".repeat(255), ascii, "\u00fc\u20ac");
        for (String group : new String[] {"", "g".repeat(255), ascii, "\u00fc\u20ac"}) {
            radio.send(of(group, "m"));
            assertThat(dish.receive()).isEqualTo(of(group, "m"));
        }
        assertThatThrownBy(() -> radio.send(of("g".repeat(256), "m"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dish.join("\u0000")).isInstanceOf(IllegalArgumentException.class);
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "Therefore, the radio-dish pattern (and the rest of the thread-safe family) MUST NOT "
                    + "allow multipart messages.")
    void shouldRefuseAMultipartMessage(Transport transport) {
        ZmqSocket radio = sockets.bound(RADIO, transport);
        assertThatThrownBy(() -> radio.send(Msg.of("a", "b").withGroup("g")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "RADIO SHALL silently drop the message if the queue for a dish is full. SHALL NOT block "
                    + "on sending.")
    void shouldDropWhenADishIsFull(Transport transport) {
        Flow.assertDropsWhenFull(sockets, RADIO, DISH, transport);
    }

    @OverTransports
    @Rfc(number = 48, says = "RADIO SHALL maintain a single outgoing message queue for each connected socket.")
    void shouldSendToOneDishThoughAnotherOneIsFull(Transport transport) {
        Flow.assertPassesOverAFullPeer(sockets, RADIO, DISH, transport);
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "RADIO SHALL create a queue when a socket connects to it. If this socket disconnects, the "
                    + "RADIO socket SHALL destroy its queue and SHALL discard any messages it contains.")
    void shouldDiscardWhatWaitsForADishThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, RADIO, DISH, transport);
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "In order for the API to be thread-safe sending and receiving messages MUST be atomic and "
                    + "a single API call to receive or send entire msg. RADIO MUST be thread-safe and allow "
                    + "sending from multiple threads. MUST allow attaching a group to a message in a thread- "
                    + "safe way. DISH MUST be thread-safe and allow receiving from multiple threads. MUST allow "
                    + "retrieving the group of a message in a thread-safe way.")
    void shouldServeManyThreads(Transport transport) throws InterruptedException {
        Messages.assertThreadSafe(sockets, RADIO, DISH, transport);
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "RADIO SHALL receive join and leave commands from dishes depending on the transport "
                    + "protocol used. SHALL NOT deliver these commands to its calling application.")
    void shouldFollowJoinsAndLeaves(Transport transport) {
        ZmqSocket radio = sockets.bound(RADIO, transport);
        ZmqSocket dish = joined(radio, "a");
        dish.join("b");
        awaitHeard(radio, dish, "b");
        dish.leave("a");
        dish.join("c");
        awaitHeard(radio, dish, "c");
        radio.send(of("a", "left"));
        radio.send(of("b", "m"));
        assertThat(dish.receive()).isEqualTo(of("b", "m"));
        assertSilent(dish);
        assertThat(dish.stats().subscriptions()).extracting(String::new).containsExactly("b", "c");
    }

    @Test
    @Rfc(number = 48, says = "RADIO SHALL silently discard any messages that dishes send it.")
    void shouldDiscardWhatADishSends() {
        ZmqSocket radio = sockets.bound(RADIO, Transport.TCP);
        try (RawPeer dish = RawPeer.ready(endpointOf(radio), DISH)) {
            dish.send(Wire.message("no"), Wire.message("such", "thing"), Wire.hex("04 06 04 4a4f494e 67"));
            Waiting.until("a message of the group", () -> {
                radio.send(of("g", "body"));
                return dish.hasInput();
            });
            // | MORE, 1 | g | last, 4 | body |
            assertThat(dish.read(9)).isEqualTo(Wire.hex("01 01 67 00 04 626f6479"));
        }
        assertThat(radio.stats().dropped()).containsEntry(DropReason.MALFORMED, 2L);
    }

    // -- DISH --

    @Test
    @Rfc(
            number = 48,
            says = "DISH MAY send join and leave commands to radios depending on the transport protocol " + "used.")
    void shouldTellARadioOfItsGroupsAgainAfterEachConnection() {
        try (RawServer server = new RawServer()) {
            ZmqSocket dish = sockets.socket(DISH);
            dish.join("a");
            dish.join("b");
            dish.leave("a");
            dish.connect(server.endpoint());
            try (RawPeer radio = server.accept().handshake(RADIO)) {
                assertThat(radio.readTraffic().body()).isEqualTo(Wire.hex("04 4a4f494e 62"));
                dish.join("c");
                assertThat(radio.readTraffic()).satisfies(frame -> {
                    assertThat(frame.flags()).isEqualTo(Wire.COMMAND);
                    assertThat(frame.body()).isEqualTo(Wire.hex("04 4a4f494e 63"));
                });
                dish.leave("b");
                assertThat(radio.readTraffic().body()).isEqualTo(Wire.hex("05 4c45415645 62"));
                dish.join("d");
                assertThat(radio.readTraffic().isCommand("JOIN")).isTrue();
            }
            try (RawPeer radio = server.accept().handshake(RADIO)) {
                assertThat(radio.readTraffic().body()).isEqualTo(Wire.hex("04 4a4f494e 63"));
                assertThat(radio.readTraffic().body()).isEqualTo(Wire.hex("04 4a4f494e 64"));
                radio.send(Wire.message("other", "filtered"), Wire.message("d"), Wire.message("d", "x", "y"));
                radio.send(Wire.message("d", "body"));
                assertThat(dish.receive()).isEqualTo(of("d", "body"));
                assertThat(dish.stats().dropped()).containsEntry(DropReason.MALFORMED, 2L);
            }
        }
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "DISH SHALL receive incoming messages from its sockets using a fair-queuing strategy. "
                    + "SHALL deliver messages to its calling application.")
    void shouldReceiveInTurnWhenThereAreSeveralRadios(Transport transport) {
        Flow.assertFairQueue(sockets, RADIO, DISH, transport);
    }

    @OverTransports
    @Rfc(number = 48, says = "DISH SHALL maintain a single incoming message queue for each connected radio.")
    void shouldReceiveOfOneThoughTheQueueOfAnotherIsFull(Transport transport) {
        Queues.assertOneForEachPeer(sockets, RADIO, DISH, transport);
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "DISH SHALL create a queue when initiating an outgoing connection to a radio, and SHALL "
                    + "maintain the queue whether or not the connection is established.")
    void shouldReceiveWhatHadArrivedWhenTheRadioHasGone(Transport transport) {
        Queues.assertKeptWithoutTheConnection(sockets, RADIO, DISH, transport);
    }

    @OverTransports
    @Rfc(number = 48, says = "DISH SHALL create a queue when a radio connects to it.")
    void shouldReceiveWhatHadArrivedOfARadioThatHasLeft(Transport transport) {
        Queues.assertKeptWithoutThePeer(sockets, RADIO, DISH, transport);
    }

    @Test
    @Rfc(number = 48, says = "DISH SHALL silently discard messages if the queue for a radio is full.")
    void shouldLeaveMessagesToTheRadioWhenTheQueueIsFull() {
        ZmqSocket dish = sockets.bound(DISH, Transport.TCP, options -> options.receiveHwm(2));
        dish.join("g");
        try (RawPeer radio = RawPeer.ready(endpointOf(dish), RADIO)) {
            for (int i = 0; i < 10; i++) {
                radio.send(Wire.message("g", "m" + i));
            }
            Waiting.until("the queue is full", () -> dish.stats().receiveQueue() == 2);
            Waiting.staysTrue("no more is read", () -> dish.stats().receiveQueue() == 2);
            for (int i = 0; i < 10; i++) {
                assertThat(dish.receive()).isEqualTo(of("g", "m" + i));
            }
        }
    }

    @OverTransports
    @Rfc(
            number = 48,
            says = "RADIO SHALL not modify outgoing messages in any way. DISH SHALL not modify incoming "
                    + "messages in any way.")
    void shouldLetMessagesThroughAsTheyAre(Transport transport) {
        ZmqSocket radio = sockets.bound(RADIO, transport);
        ZmqSocket dish = joined(radio, "g");
        for (int size : new int[] {0, 1, 255, 256, 100_000, 1_000_000}) {
            byte[] bytes = new byte[size];
            new java.util.Random(size).nextBytes(bytes);
            radio.send(Msg.of(bytes).withGroup("g"));
            assertThat(dish.receive()).isEqualTo(Msg.of(bytes).withGroup("g"));
        }
    }
}
