package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class HostileTrafficTest {

    private static final long MEMORY_SLACK = 128L << 20;

    @Listeners
    void shouldCloseWhenTrafficBreaksTheProtocol(SocketType type) {
        try (Victim victim = new Victim(type)) {
            SocketType attacker = victim.attackerType();
            victim.assertClosesAfter(
                    HostileInput.badTraffic(attacker.name()), () -> RawPeer.ready(victim.endpoint(), attacker));
        }
    }

    @Listeners
    void shouldCloseWhenAMessageIsLargerThanAllowed(SocketType type) {
        try (Victim victim = new Victim(type, options -> options.maxMessageSize(1000))) {
            byte[] one = Wire.longFrame(0, 1001, new byte[1001]);
            byte[] together = Wire.join(Wire.frame(Wire.MORE, new byte[600]), Wire.frame(0, new byte[401]));
            for (byte[] bytes : List.of(one, together)) {
                try (RawPeer attacker = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
                    attacker.trySend(bytes);
                    assertThat(attacker.isClosedWithin(Victim.AT_ONCE)).isTrue();
                }
            }
            victim.assertWell();
        }
    }

    @Test
    void shouldCloseWhenAMessageHasMoreFramesThanAllowed() {
        try (Victim victim = new Victim(SocketType.PULL, options -> options.maxFrames(3))) {
            try (RawPeer attacker = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
                attacker.trySend(Wire.message("1", "2", "3", "4"));
                assertThat(attacker.isClosedWithin(Victim.AT_ONCE)).isTrue();
            }
            victim.assertWell();
            victim.assertOnlyHonestPeer();
        }
    }

    @Listeners
    void shouldKeepMemoryBoundedWhenManyPeersAnnounceHugeFrames(SocketType type) {
        List<RawPeer> attackers = new ArrayList<>();
        try (Victim victim = new Victim(type)) {
            long before = usedHeap();
            for (int i = 0; i < 50; i++) {
                RawPeer attacker = RawPeer.ready(victim.endpoint(), victim.attackerType());
                attackers.add(attacker.trySend(Wire.longFrame(0, 1 << 30, new byte[1000])));
            }
            victim.assertWell();
            assertThat(usedHeap() - before)
                    .as("bytes of heap for 50 announcements of 1 GiB")
                    .isLessThan(MEMORY_SLACK);
        } finally {
            attackers.forEach(RawPeer::close);
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Listeners
    void shouldDeliverNothingWhenAPeerLeavesBeforeTheEndOfItsMessage(SocketType type) {
        byte[] begun = Wire.join(Wire.frame(Wire.MORE, new byte[0]), Wire.frame(Wire.MORE, Wire.ascii("sneaky")));
        byte[] slow = Wire.join(begun, Wire.longFrame(0, 1 << 20, new byte[70_000]));
        try (Victim victim = new Victim(type)) {
            for (int i = 0; i < 20; i++) {
                try (RawPeer attacker = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
                    attacker.send(i % 2 == 0 ? begun : slow);
                }
            }
            victim.assertWell();
            victim.assertOnlyHonestPeer();
        }
    }

    @Listeners
    void shouldAnswerPingWithItsContext(SocketType type) {
        try (Victim victim = new Victim(type);
                RawPeer peer = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
            peer.send(Wire.hex("04 0A 04 50 49 4E 47 00 00 4C 4F 4C"));
            RawPeer.Frame pong = readPong(peer);
            assertThat(pong.flags()).isEqualTo(Wire.COMMAND);
            assertThat(pong.body()).isEqualTo(Wire.commandBody("PONG", Wire.ascii("LOL")));
            victim.assertWell();
        }
    }

    @Listeners
    void shouldCutTheContextOrCloseWhenAPingIsTooLong(SocketType type) {
        byte[] context = Wire.ascii("0123456789abcdef and far too much");
        try (Victim victim = new Victim(type);
                RawPeer peer = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
            peer.send(Wire.command("PING", Wire.hex("0000"), context));
            if (!peer.isClosedWithin(Waiting.MOMENT)) {
                peer.send(Wire.command("PING", Wire.hex("0000"), context));
                assertThat(readPong(peer).body()).isEqualTo(Wire.commandBody("PONG", Wire.ascii("0123456789abcdef")));
            }
            victim.assertWell();
        }
    }

    private static RawPeer.Frame readPong(RawPeer peer) {
        RawPeer.Frame frame = peer.readFrame();
        // a bound SUB tells its peer what it wants first
        while (!frame.isCommand("PONG")) {
            frame = peer.readFrame();
        }
        return frame;
    }

    @Listeners
    void shouldStayWellWhenAPeerFloodsItWithPingsAndReadsNothing(SocketType type) {
        byte[] ping = Wire.command("PING", Wire.hex("0000"), new byte[16]);
        byte[] pings = new byte[ping.length * 1_000];
        for (int at = 0; at < pings.length; at += ping.length) {
            System.arraycopy(ping, 0, pings, at, ping.length);
        }
        try (Victim victim = new Victim(type);
                RawPeer attacker = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
            for (int i = 0; i < 10; i++) {
                attacker.trySend(pings);
                victim.assertWell();
            }
        }
    }

    @Listeners
    void shouldIgnoreUnknownCommandsAndSubscriptionsOfTheWrongKind(SocketType type) {
        try (Victim victim = new Victim(type);
                RawPeer peer = RawPeer.ready(victim.endpoint(), victim.attackerType())) {
            peer.send(Wire.command("BOGUS", Wire.ascii("sneaky")));
            peer.send(Wire.command("CANCEL", Wire.ascii("never subscribed")));
            if (type != SocketType.PUB && type != SocketType.XPUB) {
                peer.send(Wire.command("SUBSCRIBE", Wire.ascii("A")));
            }
            peer.send(Wire.command("PING", Wire.hex("0000")));
            assertThat(readPong(peer).isCommand("PONG")).isTrue();
            victim.assertWell();
        }
    }

    @Test
    void shouldAcceptTheLongFormWhenAFrameIsSmall() {
        try (TestSockets sockets = new TestSockets()) {
            var pull = sockets.bound(SocketType.PULL, Transport.TCP);
            try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pull), SocketType.PUSH)) {
                peer.send(Wire.longFrame(Wire.MORE, 3, Wire.ascii("abc")), Wire.longFrame(0, 0, new byte[0]));
                TestSockets.assertReceives(pull, "abc", "");
            }
        }
    }

    @Test
    void shouldAcceptBothFormsOfSubscriptionWhenTheListenerPublishes() {
        try (Victim victim = new Victim(SocketType.PUB);
                RawPeer modern = RawPeer.ready(victim.endpoint(), SocketType.SUB);
                RawPeer legacy = RawPeer.ready(victim.endpoint(), SocketType.SUB)) {
            modern.send(Wire.hex("04 0B 09 53 55 42 53 43 52 49 42 45 41"), ping());
            legacy.send(Wire.hex("00 02 01 41"), ping());
            // the answer to a PING that follows shows that the subscription was read
            assertThat(readPong(modern).isCommand("PONG")).isTrue();
            assertThat(readPong(legacy).isCommand("PONG")).isTrue();
            Waiting.until("both are subscribed", () -> {
                victim.listener().send(Msg.of("A1"));
                return victim.listener().stats().readyPeers() == 3;
            });
            assertThat(modern.readTraffic().body()).isEqualTo(Wire.ascii("A1"));
            assertThat(legacy.readTraffic().body()).isEqualTo(Wire.ascii("A1"));
        }
    }

    private static byte[] ping() {
        return Wire.command("PING", Wire.hex("0000"));
    }
}
