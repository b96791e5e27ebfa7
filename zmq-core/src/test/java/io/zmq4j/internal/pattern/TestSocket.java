package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.pipe.PipePair;
import io.zmq4j.internal.reactor.Mailbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A socket of one thread that never waits: a pattern, its pipes, and a mailbox that is drained before every call. */
final class TestSocket implements PipeHost, Drops {

    static final int FIRST_RANDOM = 0x01020304;

    final SocketType type;
    final Pattern pattern;
    final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    final List<Pipe> closed = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox(() -> {});

    TestSocket(SocketType type, SocketConfig config) {
        this.type = type;
        this.pattern = Patterns.create(type, config, this, () -> FIRST_RANDOM);
    }

    TestSocket(SocketType type) {
        this(type, SocketConfig.defaults());
    }

    /** For patterns that {@link Patterns} makes with other limits. */
    TestSocket(SocketType type, java.util.function.Function<Drops, Pattern> factory) {
        this.type = type;
        this.pattern = factory.apply(this);
    }

    static SocketType peerOf(SocketType type) {
        return type == SocketType.STREAM ? type : type.compatible().iterator().next();
    }

    /** A peer without marks and without a routing id. */
    TestPeer connect() {
        return connect("", 0, 0);
    }

    TestPeer connect(String routingId) {
        return connect(routingId, 0, 0);
    }

    /** A ready peer behind a new pipe, with so many messages in each direction. */
    TestPeer connect(String routingId, int toPeer, int toSocket) {
        PipePair pair = PipePair.of(toPeer, toSocket);
        TestPeer peer = new TestPeer(this, pair.second(), pair.first());
        peer.ready(routingId);
        onAttach(pair.first());
        return peer;
    }

    /** Joins two sockets as inproc does. */
    static PipePair join(TestSocket one, TestSocket other) {
        PipePair pair = PipePair.of(0, 0);
        pair.first().write(new PeerReady(one.type, new byte[0], Metadata.EMPTY));
        pair.first().flush();
        pair.second().write(new PeerReady(other.type, new byte[0], Metadata.EMPTY));
        pair.second().flush();
        one.onAttach(pair.first());
        other.onAttach(pair.second());
        one.run();
        other.run();
        return pair;
    }

    void run() {
        mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
            throw new AssertionError(source + " failed", failure);
        });
    }

    boolean send(String... frames) {
        return send(Msg.of(frames));
    }

    boolean send(Msg msg) {
        run();
        return pattern.out().trySend(msg);
    }

    boolean canSend() {
        run();
        return pattern.out().canSend();
    }

    Msg receiveMsg() {
        run();
        return pattern.in().tryReceive();
    }

    boolean canReceive() {
        run();
        return pattern.in().canReceive();
    }

    /** The frames of the next message; null = none. */
    List<String> receive() {
        return texts(receiveMsg());
    }

    void subscribe(String prefix) {
        run();
        pattern.subscriptions().subscribe(prefix.getBytes(StandardCharsets.UTF_8));
    }

    void unsubscribe(String prefix) {
        run();
        pattern.subscriptions().unsubscribe(prefix.getBytes(StandardCharsets.UTF_8));
    }

    void join(String group) {
        run();
        pattern.groups().join(group);
    }

    void leave(String group) {
        run();
        pattern.groups().leave(group);
    }

    /** Every message that is there, of one frame each. */
    List<String> receiveAll() {
        List<String> all = new ArrayList<>();
        List<String> next;
        while ((next = receive()) != null) {
            all.add(String.join("|", next));
        }
        return all;
    }

    long dropped(DropReason reason) {
        run();
        return drops.getOrDefault(reason, 0L);
    }

    static List<String> texts(Msg msg) {
        return msg == null
                ? null
                : IntStream.range(0, msg.size()).mapToObj(msg::string).toList();
    }

    @Override
    public void count(DropReason reason, long messages) {
        drops.merge(reason, messages, Long::sum);
    }

    @Override
    public void onClosed(Pipe pipe) {
        closed.add(pipe);
    }

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void onAttach(Pipe pipe) {
        pipe.attach(this);
        pattern.in().attach(pipe);
        pattern.out().attach(pipe);
        pipe.start();
    }

    @Override
    public void onReadable(Pipe pipe) {
        pattern.in().readable(pipe);
    }

    @Override
    public void onWritable(Pipe pipe) {
        pattern.out().writable(pipe);
    }

    @Override
    public void onPeerReady(Pipe pipe, PeerReady peer) {
        pattern.in().peerReady(pipe, peer);
        pattern.out().peerReady(pipe, peer);
    }

    @Override
    public void onCloseRequest(Pipe pipe) {
        throw new AssertionError("only sessions ask for the end of a pipe");
    }

    @Override
    public void onPeerClosed(Pipe pipe) {
        pattern.out().detach(pipe);
    }

    @Override
    public void onEnded(Pipe pipe) {
        pattern.in().detach(pipe);
    }
}
