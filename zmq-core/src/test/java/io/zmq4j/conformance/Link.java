package io.zmq4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A sender and a receiver, introduced to each other: what a test sends here has the address that the sender's type asks for,
 * and reaches this receiver, and of the types with an address no other one.
 */
final class Link {

    /** Many times what the kernel keeps of a {@link #narrow} connection. */
    private static final int LARGE = 64 * 1024;

    private static final int TOO_MANY = 1_000;

    /** Long enough for the io thread to make room where there is some. */
    private static final Duration BRIEFLY = Duration.ofMillis(20);

    private final ZmqSocket sender;
    private final ZmqSocket receiver;
    private UnaryOperator<Msg> address = msg -> msg;
    private UnaryOperator<Msg> returnAddress = msg -> msg;

    private Link(ZmqSocket sender, ZmqSocket receiver) {
        this.sender = sender;
        this.receiver = receiver;
    }

    /** Options with which few messages fill a connection. */
    static SocketConfigBuilder narrow(SocketConfigBuilder options) {
        return options.sendHwm(2).receiveHwm(2).sendBuffer(16 * 1024).receiveBuffer(16 * 1024);
    }

    /** Connects a new receiver of this type and name to a bound sender. */
    static Link toNew(
            TestSockets sockets,
            SocketType type,
            ZmqSocket sender,
            String name,
            UnaryOperator<SocketConfigBuilder> options) {
        Link link = new Link(sender, sockets.socket(type, defaults -> options.apply(defaults.routingId(name))));
        long before = link.known();
        link.want(name);
        if (type == SocketType.PEER) {
            int id = link.receiver.connectPeer(TestSockets.endpointOf(sender));
            link.returnAddress = msg -> msg.withRoutingId(id);
        } else {
            link.receiver.connect(TestSockets.endpointOf(sender));
        }
        link.introduce(name, before);
        return link;
    }

    /** Connects a new sender of this type to a bound receiver, which it knows by this name. */
    static Link fromNew(
            TestSockets sockets,
            SocketType type,
            ZmqSocket receiver,
            String name,
            UnaryOperator<SocketConfigBuilder> options) {
        Link link = new Link(sockets.socket(type, options), receiver);
        String endpoint = TestSockets.endpointOf(receiver);
        link.want(name);
        switch (type) {
            case PEER -> {
                int id = link.sender.connectPeer(endpoint);
                link.address = msg -> msg.withRoutingId(id);
            }
            case ROUTER -> {
                byte[] id = name.getBytes(StandardCharsets.UTF_8);
                link.sender.connect(endpoint, id);
                link.address = msg -> msg.prepend(id);
            }
            default -> {
                link.sender.connect(endpoint);
                link.introduce(name, 0);
            }
        }
        return link;
    }

    /** Says what the receiver wants to get. */
    private void want(String name) {
        switch (receiver.type()) {
            case SUB, XSUB -> receiver.subscribe("");
            case DISH -> receiver.join(name);
            default -> {
                // takes whatever it is sent
            }
        }
    }

    /** How many receivers the sender has. */
    private long known() {
        return publishes() ? sender.subscribers("") : sender.stats().readyPeers();
    }

    private boolean publishes() {
        return sender.type() == SocketType.PUB || sender.type() == SocketType.XPUB;
    }

    private void introduce(String name, long before) {
        switch (sender.type()) {
            case ROUTER -> {
                byte[] id = hello().bytes(0);
                address = msg -> msg.prepend(id);
            }
            case SERVER, PEER -> {
                int id = hello().routingId();
                address = msg -> msg.withRoutingId(id);
            }
            case RADIO -> {
                address = msg -> msg.withGroup(name);
                probe();
            }
            case PUB, XPUB ->
                Waiting.until("the sender knows the receiver", () -> {
                    receiver.stats(); // a bound subscriber tells a new publisher what it wants when it is called
                    return known() > before;
                });
            default -> TestSockets.awaitPeers(sender, (int) before + 1);
        }
        if (sender.type() == SocketType.XPUB) {
            while (sender.tryReceive() != null) {} // the subscription, if it is a new one
        }
    }

    /** What the receiver says first. */
    private Msg hello() {
        Msg hello = returnAddress.apply(Msg.of("hello"));
        if (receiver.boundEndpoints().isEmpty()) {
            receiver.send(hello);
            return sender.receive();
        }
        // it may have other peers, one of which may hear it instead
        Msg[] heard = new Msg[1];
        Waiting.until("the sender hears the receiver", () -> {
            receiver.trySend(hello);
            Msg msg = sender.receive(BRIEFLY);
            heard[0] = msg == null ? heard[0] : msg;
            return msg != null;
        });
        return heard[0];
    }

    /** Sends until the receiver has joined, and has nothing left to receive. */
    private void probe() {
        int[] sent = {0};
        Waiting.until("a probe of the group", () -> {
            String newest = "probe " + sent[0]++;
            send(newest);
            Msg msg = receiver.receive(BRIEFLY);
            while (msg != null && !msg.string(0).equals(newest)) {
                msg = receiver.receive(BRIEFLY);
            }
            return msg != null;
        });
    }

    ZmqSocket sender() {
        return sender;
    }

    ZmqSocket receiver() {
        return receiver;
    }

    /** With the address of the receiver. */
    Msg addressed(Msg msg) {
        return address.apply(msg);
    }

    void send(String text) {
        sender.send(addressed(Msg.of(text)));
    }

    /** What the receiver gets next, without the address of the sender. */
    String receive() {
        return text(receiver.receive());
    }

    private static String text(Msg msg) {
        return msg.string(msg.size() - 1);
    }

    /** Lets the receiver learn where its answers go. */
    void exchangeAddresses() {
        send("where are you?");
        Msg msg = receiver.receive();
        while (!text(msg).equals("where are you?")) {
            msg = receiver.receive(); // a subscription
        }
        int id = msg.routingId();
        if (id != 0) {
            returnAddress = answer -> answer.withRoutingId(id);
        }
        if (sender.type() == SocketType.XSUB) {
            sender.subscribe("");
            assertThat(receive()).isEqualTo("\u0001");
        }
    }

    void answer(String text) {
        receiver.send(returnAddress.apply(Msg.of(text)));
    }

    /** What the sender gets next. */
    String receiveAnswer() {
        return text(sender.receive());
    }

    /** Sends large messages until there is no more room for a while; how many were taken and not dropped. */
    int fill(Duration patience) {
        return fill(sender, address, patience);
    }

    int fill() {
        return fill(BRIEFLY);
    }

    /** As {@link #fill}, in the other direction. */
    int fillBack() {
        return fill(receiver, returnAddress, BRIEFLY);
    }

    private static int fill(ZmqSocket from, UnaryOperator<Msg> address, Duration patience) {
        long before = from.stats().droppedTotal();
        for (int sent = 0; sent < TOO_MANY; sent++) {
            boolean taken = from.send(address.apply(numbered(sent)), patience);
            if (!taken || from.stats().droppedTotal() > before) {
                return sent;
            }
        }
        throw new AssertionError(from.type() + " has taken " + TOO_MANY + " messages");
    }

    private static Msg numbered(int number) {
        // not beginning with 0, which would be the end of a subscription
        return Msg.of(ByteBuffer.allocate(LARGE).put((byte) 'n').putInt(number).array());
    }

    /** Asserts that what {@link #fill} has sent comes next, all of it and in order. */
    void assertReceivesFilling(int count) {
        assertFilling(receiver, count);
    }

    /** Asserts that what {@link #fillBack} has sent comes next, all of it and in order. */
    void assertReceivesFillingBack(int count) {
        assertFilling(sender, count);
    }

    private static void assertFilling(ZmqSocket to, int count) {
        for (int i = 0; i < count; i++) {
            Msg msg = to.receive();
            assertThat(msg.length(msg.size() - 1)).isEqualTo(LARGE);
            assertThat(msg.buffer(msg.size() - 1).getInt(1)).isEqualTo(i);
        }
    }
}
