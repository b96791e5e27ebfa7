package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class HostileHandshakeTest {

    @EveryListener
    void shouldCloseAtOnceWhenAPortScannerKnocks(SocketType type) {
        assertAllClosed(type, HostileInput.portScanners(), new byte[0]);
    }

    @EveryListener
    void shouldCloseWhenTheGreetingIsNotOurs(SocketType type) {
        assertAllClosed(type, HostileInput.badGreetings(), new byte[0]);
    }

    @EveryListener
    void shouldCloseWhenReadyIsWrong(SocketType type) {
        String attacker = Victim.peerOf(type).name();
        assertAllClosed(type, HostileInput.badReadies(attacker), Wire.greeting());
    }

    @Test
    void shouldCloseWhenTheIdentityIsIllegal() {
        assertAllClosed(SocketType.ROUTER, HostileInput.badIdentities(), Wire.greeting());
    }

    @EveryListener
    void shouldCloseWhenTheSocketTypesDoNotMatch(SocketType type) {
        List<HostileInput> strangers = new ArrayList<>();
        for (SocketType stranger : SocketType.values()) {
            if (!type.compatible().contains(stranger)) {
                strangers.add(new HostileInput(stranger.name(), Wire.ready(stranger.name())));
            }
        }
        assertAllClosed(type, strangers, Wire.greeting());
    }

    /** Where ZMTP 1.0 is allowed, the first bytes of others must not pass for a frame. */
    @EveryListener
    void shouldCloseAtOnceWhenOldPeersAreAllowedAndAStrangerKnocks(SocketType type) {
        List<HostileInput> strangers = new ArrayList<>(HostileInput.portScanners());
        // one of them speaks ZMTP 1.0 as it should
        strangers.removeIf(input -> input.name().equals("sneaky ZMTP/1"));
        assertThat(strangers).hasSizeLessThan(HostileInput.portScanners().size());
        strangers.addAll(HostileInput.badGreetings());
        // to a PUSH, the PULL that speaks ZMTP 2.0 there is no stranger
        strangers.removeIf(input -> type == SocketType.PUSH && input.name().startsWith("ZMTP 2"));
        strangers.addAll(HostileInput.badOldPeers());
        assertAllClosed(type, strangers, new byte[0], options -> options.minProtocol(ZmtpVersion.V1));
    }

    private static void assertAllClosed(SocketType type, List<HostileInput> inputs, byte[] before) {
        assertAllClosed(type, inputs, before, options -> options);
    }

    private static void assertAllClosed(
            SocketType type, List<HostileInput> inputs, byte[] before, UnaryOperator<SocketConfigBuilder> options) {
        try (Victim victim = new Victim(type, options)) {
            victim.assertClosesAfter(inputs, () -> RawPeer.connect(victim.endpoint()), before);
        }
    }

    @Listeners
    void shouldAcceptAnyPaddingAndNewerVersionsWhenTheGreetingIsRight(SocketType type) {
        Random random = new Random(2);
        try (Victim victim = new Victim(type)) {
            for (int version : new int[] {0x0300, 0x0301, 0x0302, 0x0400, 0x7F00}) {
                byte[] greeting = Wire.greeting(version >> 8, version & 0xFF, Wire.ascii("NULL"));
                for (int i = 1; i <= 8; i++) {
                    greeting[i] = (byte) random.nextInt();
                }
                try (RawPeer peer = RawPeer.connect(victim.endpoint())) {
                    peer.send(greeting);
                    assertThat(peer.read(Wire.GREETING)).hasSize(Wire.GREETING);
                    peer.send(Wire.ready(victim.attackerType().name()));
                    assertThat(peer.readFrame().isCommand("READY"))
                            .as("version %04x", version)
                            .isTrue();
                }
            }
            victim.assertWell();
        }
    }

    @Listeners
    void shouldCompleteTheHandshakeWhenItArrivesByteByByte(SocketType type) {
        try (Victim victim = new Victim(type);
                RawPeer peer = RawPeer.connect(victim.endpoint())) {
            peer.sendInPieces(1, Wire.greeting());
            assertThat(peer.read(Wire.GREETING)).hasSize(Wire.GREETING);
            peer.sendInPieces(1, Wire.ready(victim.attackerType().name()));
            assertThat(peer.readFrame().isCommand("READY")).isTrue();
            victim.assertWell();
        }
    }

    @EveryListener
    void shouldServeTheHonestPeerWhenManyPeersAreMute(SocketType type) {
        List<RawPeer> mute = new ArrayList<>();
        try (Victim victim = new Victim(type)) {
            for (int i = 0; i < 50; i++) {
                mute.add(RawPeer.connect(victim.endpoint()));
                mute.add(RawPeer.connect(victim.endpoint()).send(Wire.greeting()));
            }
            for (int i = 0; i < 100; i++) {
                victim.assertWell();
            }
        } finally {
            mute.forEach(RawPeer::close);
        }
    }

    /** CVE-2020-15166: a peer that never shakes hands must not be given messages. */
    @Test
    void shouldSendEverythingToTheHonestPeerWhenManyPeersAreMute() {
        List<RawPeer> mute = new ArrayList<>();
        try (Victim victim = new Victim(SocketType.PUSH)) {
            for (int i = 0; i < 100; i++) {
                mute.add(RawPeer.connect(victim.endpoint()));
            }
            for (int i = 0; i < 1_000; i++) {
                victim.assertWell();
            }
        } finally {
            mute.forEach(RawPeer::close);
        }
    }

    @EveryListener
    void shouldCloseWhenTheHandshakeTakesTooLong(SocketType type) {
        Duration limit = Duration.ofMillis(300);
        try (Victim victim = new Victim(type, options -> options.handshakeTimeout(limit));
                RawPeer silent = RawPeer.connect(victim.endpoint());
                RawPeer greeted = RawPeer.connect(victim.endpoint());
                RawPeer dribbling = RawPeer.connect(victim.endpoint())) {
            greeted.send(Wire.greeting());
            byte[] greeting = Wire.greeting();
            long start = System.nanoTime();
            for (int i = 0; i < greeting.length && !dribbling.isClosedWithin(Duration.ofMillis(20)); i++) {
                dribbling.trySend(new byte[] {greeting[i]});
            }
            // a byte now and then does not extend the time
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(limit.dividedBy(2), limit.multipliedBy(4));
            assertThat(silent.isClosedWithin(Waiting.SOON)).isTrue();
            assertThat(greeted.isClosedWithin(Waiting.SOON)).isTrue();
            victim.assertWell();
        }
    }
}
