package io.zmq4j.interop;

import static io.zmq4j.SocketType.CHANNEL;
import static io.zmq4j.SocketType.CLIENT;
import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.GATHER;
import static io.zmq4j.SocketType.PEER;
import static io.zmq4j.SocketType.RADIO;
import static io.zmq4j.SocketType.SCATTER;
import static io.zmq4j.SocketType.SERVER;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.JeroMqNudge;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The types that are drafts elsewhere, with JeroMQ. A libzmq that is built without its drafts, as distributions do, ends the
 * process when one of these types gets a connection.
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class DraftTypesInteropTest {

    private static final int[] SIZES = {0, 1, 255, 256, 8_192, 65_536, 1 << 20};

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final ZContext context = new ZContext();
    private final JeroMqNudge nudge = new JeroMqNudge(context);

    @AfterEach
    void close() {
        nudge.close();
        context.close();
    }

    /** A socket of JeroMQ that waits so long in each call. */
    private ZMQ.Socket other(SocketType type, Duration timeout) {
        ZMQ.Socket socket = context.createSocket(org.zeromq.SocketType.valueOf(type.name()));
        socket.setLinger(0);
        socket.setReceiveTimeOut((int) timeout.toMillis());
        socket.setSendTimeOut((int) timeout.toMillis());
        return socket;
    }

    private ZMQ.Socket other(SocketType type) {
        return other(type, Waiting.SOON);
    }

    private static String bind(ZMQ.Socket socket) {
        socket.bind("tcp://127.0.0.1:*");
        return socket.getLastEndpoint();
    }

    /** What the other sends comes to us, and back when we return it. */
    private static void assertAnswers(ZmqSocket ours, ZMQ.Socket other) {
        for (int size : SIZES) {
            byte[] bytes = Shapes.bytes(size);
            assertThat(other.send(bytes)).isTrue();
            Msg request = ours.receive();
            assertThat(request.frames()).containsExactly(bytes);
            ours.send(request);
            assertThat(other.recv()).isEqualTo(bytes);
        }
    }

    /** What we send is returned by the other, which knows by its routing id to whom. */
    private static void assertEchoed(ZmqSocket ours, int id, ZMQ.Socket other) {
        for (int size : SIZES) {
            Msg msg = Msg.of(Shapes.bytes(size)).withRoutingId(id);
            ours.send(msg);
            zmq.Msg received = other.recvMsg();
            assertThat(received).isNotNull();
            assertThat(other.sendMsg(received)).isTrue();
            assertThat(ours.receive()).isEqualTo(msg);
        }
    }

    @Test
    void shouldAnswerAClient() {
        ZmqSocket server = sockets.bound(SERVER, Transport.TCP);
        ZMQ.Socket client = other(CLIENT);
        client.connect(endpointOf(server));
        assertAnswers(server, client);
    }

    @Test
    void shouldAskAServer() {
        ZMQ.Socket server = other(SERVER);
        ZmqSocket client = sockets.socket(CLIENT);
        client.connect(bind(server));
        assertEchoed(client, 0, server);
    }

    @Test
    void shouldTalkToAPeer() {
        ZMQ.Socket bound = other(PEER);
        ZmqSocket peer = sockets.socket(PEER);
        assertEchoed(peer, peer.connectPeer(bind(bound)), bound);
    }

    @Test
    void shouldShareAChannel() {
        ZmqSocket channel = sockets.bound(CHANNEL, Transport.TCP);
        ZMQ.Socket peer = other(CHANNEL);
        peer.connect(endpointOf(channel));
        assertAnswers(channel, peer);
        assertEchoed(channel, 0, peer);
    }

    @Test
    void shouldScatter() {
        ZmqSocket scatter = sockets.bound(SCATTER, Transport.TCP);
        ZMQ.Socket gather = other(GATHER);
        gather.connect(endpointOf(scatter));
        for (int size : SIZES) {
            scatter.send(Msg.of(Shapes.bytes(size)));
            assertThat(gather.recv()).isEqualTo(Shapes.bytes(size));
        }
    }

    @Test
    void shouldGather() {
        ZmqSocket gather = sockets.bound(GATHER, Transport.TCP);
        ZMQ.Socket scatter = other(SCATTER);
        scatter.connect(endpointOf(gather));
        for (int size : SIZES) {
            assertThat(scatter.send(Shapes.bytes(size))).isTrue();
            assertThat(gather.receive().frames()).containsExactly(Shapes.bytes(size));
        }
    }

    @Test
    void shouldHearARadio() {
        ZMQ.Socket radio = other(RADIO);
        ZmqSocket dish = sockets.socket(DISH);
        dish.join("movies");
        dish.connect(bind(radio));
        Waiting.until("a message of the group", () -> {
            send(radio, "tv", "Friends");
            send(radio, "movies", "Godfather");
            Msg msg = dish.receive(Duration.ofMillis(20));
            assertThat(msg).isIn(null, Msg.of("Godfather").withGroup("movies"));
            return msg != null;
        });
    }

    private static void send(ZMQ.Socket radio, String group, String text) {
        zmq.Msg msg = new zmq.Msg(text.getBytes(ZMQ.CHARSET));
        msg.setGroup(group);
        radio.sendMsg(msg);
    }

    @Test
    void shouldBeHeardByADish() {
        ZmqSocket radio = sockets.bound(RADIO, Transport.TCP);
        ZMQ.Socket dish = other(DISH, Duration.ofMillis(20));
        dish.join("movies");
        dish.connect(endpointOf(radio));
        Waiting.until("a message of the group", () -> {
            radio.send(Msg.of("Friends").withGroup("tv"));
            radio.send(Msg.of("Godfather").withGroup("movies"));
            zmq.Msg msg = dish.recvMsg();
            if (msg != null) {
                assertThat(msg.getGroup()).isEqualTo("movies");
                assertThat(new String(msg.data(), ZMQ.CHARSET)).isEqualTo("Godfather");
            }
            return msg != null;
        });
    }
}
