package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hundreds of clients that come at once, and what others notice of it. */
@Timeout(120)
@ExtendWith({LeakGate.class, NoSurprises.class})
class CurveFloodTest {

    private static final int CLIENTS = 500;
    private static final CurveKeys KEYS = CurveKeys.generate();

    private static final int ROUND_TRIPS = 20;

    private static final byte[] GREETING = Wire.greeting(3, 1, Wire.ascii("CURVE"));

    /** For what the helpers of the servers wait before they compute anything; nothing, unless a test wants it. */
    private volatile CountDownLatch released = new CountDownLatch(0);

    @AutoClose
    private final TestSockets servers = new TestSockets(ContextConfig.builder()
            .threadNamePrefix("servers")
            .threadFactory(task -> {
                Thread thread = new Thread(() -> {
                    if (Thread.currentThread().getName().contains("-handshake")) {
                        awaitRelease();
                    }
                    task.run();
                });
                thread.setDaemon(true);
                return thread;
            })
            .build());

    @AutoClose
    private final TestSockets clients = new TestSockets();

    private void connectAll(ZmqSocket server) {
        for (int i = 0; i < CLIENTS; i++) {
            clients.connected(
                    SocketType.PUSH,
                    server,
                    options -> options.security(Security.curveClient(CurveKeys.generate(), KEYS.publicKey())));
        }
    }

    private ZmqSocket server() {
        return servers.bound(SocketType.PULL, Transport.TCP, options -> options.security(Security.curveServer(KEYS)));
    }

    /** What a client says first after its greeting, which is good on every connection. */
    private byte[] hello() {
        try (RawServer recorder = new RawServer()) {
            ZmqSocket push = clients.socket(
                    SocketType.PUSH,
                    options -> options.security(Security.curveClient(CurveKeys.generate(), KEYS.publicKey())));
            push.connect(recorder.endpoint());
            try (RawPeer peer = recorder.accept()) {
                peer.send(GREETING).read(Wire.GREETING);
                RawPeer.Frame frame = peer.readFrame();
                push.close();
                return Wire.frame(frame.flags(), frame.body());
            }
        }
    }

    private List<RawPeer> greeted(ZmqSocket server) {
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            peers.add(RawPeer.connect(endpointOf(server)).send(GREETING));
        }
        peers.forEach(peer -> peer.read(Wire.GREETING));
        return peers;
    }

    @Test
    void shouldServeOthersMeanwhile() {
        byte[] hello = hello();
        ZmqSocket rep = servers.bound(SocketType.REP, Transport.TCP);
        ZmqSocket req = clients.connected(SocketType.REQ, rep);
        roundTrip(req, rep);
        List<RawPeer> peers = greeted(server());
        released = new CountDownLatch(1);
        peers.forEach(peer -> peer.send(hello));
        for (int i = 0; i < ROUND_TRIPS; i++) {
            roundTrip(req, rep);
        }
        assertThat(peers).as("answered, though no helper has computed").noneMatch(RawPeer::hasInput);
        released.countDown();
        Waiting.until("every answer", () -> peers.stream().allMatch(RawPeer::hasInput));
        peers.forEach(RawPeer::close);
    }

    private void awaitRelease() {
        try {
            assertThat(released.await(Waiting.SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void roundTrip(ZmqSocket req, ZmqSocket rep) {
        req.send(Msg.of("ping"));
        assertReceives(rep, "ping");
        rep.send(Msg.of("pong"));
        assertReceives(req, "pong");
    }

    @Test
    void shouldCloseInTheMidstOfIt() {
        ZmqSocket server = server();
        connectAll(server);
        Waiting.until("the first ones", () -> server.stats().readyPeers() > 0);
        long begin = System.nanoTime();
        servers.close();
        clients.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Waiting.SOON);
    }

    @Test
    void shouldLetTheOthersInAfterTheFloodWasRefused() {
        ZmqSocket server = server();
        CurveKeys other = CurveKeys.generate();
        for (int i = 0; i < CLIENTS; i++) {
            clients.connected(
                    SocketType.PUSH,
                    server,
                    options -> options.security(Security.curveClient(CurveKeys.generate(), other.publicKey())));
        }
        ZmqSocket welcome = clients.connected(
                SocketType.PUSH,
                server,
                options -> options.security(Security.curveClient(CurveKeys.generate(), KEYS.publicKey())));
        welcome.send(Msg.of("let in"));
        assertReceives(server, "let in");
        assertThat(server.stats().readyPeers()).isEqualTo(1);
    }
}
