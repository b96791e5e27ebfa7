package io.zmq4j.internal.pattern;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.pipe.Subscription;
import io.zmq4j.internal.reactor.Mailbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The other end of a pipe of a {@link TestSocket}: what a session does for a remote peer, by hand. */
final class TestPeer implements PipeHost {

    final Pipe pipe;

    /** The socket's end. */
    final Pipe socketPipe;

    boolean closedBySocket;
    private final TestSocket socket;
    private final Mailbox mailbox = new Mailbox(() -> {});

    TestPeer(TestSocket socket, Pipe pipe, Pipe socketPipe) {
        this.socket = socket;
        this.pipe = pipe;
        this.socketPipe = socketPipe;
        pipe.attach(this);
        pipe.start();
    }

    private void run() {
        mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
            throw new AssertionError(source + " failed", failure);
        });
    }

    void ready(String routingId) {
        ready(routingId.getBytes(StandardCharsets.UTF_8));
    }

    void ready(byte[] routingId) {
        pipe.write(new PeerReady(TestSocket.peerOf(socket.type), routingId, Metadata.EMPTY));
        flush();
    }

    private void flush() {
        pipe.flush();
        socket.run();
    }

    boolean send(String... frames) {
        return send(Msg.of(frames));
    }

    boolean send(Msg msg) {
        run();
        boolean sent = pipe.write(msg);
        flush();
        return sent;
    }

    void subscribe(String topic) {
        pipe.write(new Subscription(true, topic.getBytes(StandardCharsets.UTF_8)));
        flush();
    }

    void cancel(String topic) {
        pipe.write(new Subscription(false, topic.getBytes(StandardCharsets.UTF_8)));
        flush();
    }

    Msg receiveMsg() {
        run();
        return pipe.read();
    }

    /** The frames of the next message; null = none. */
    List<String> receive() {
        return TestSocket.texts(receiveMsg());
    }

    /** Every message that is there; frames are parted by a bar. */
    List<String> receiveAll() {
        List<String> all = new ArrayList<>();
        List<String> next;
        while ((next = receive()) != null) {
            all.add(String.join("|", next));
        }
        return all;
    }

    /** Every message and subscription that is there, subscriptions as +topic and -topic. */
    List<String> items() {
        run();
        List<String> all = new ArrayList<>();
        Object item;
        while ((item = pipe.readItem()) != null) {
            all.add(
                    item instanceof Subscription subscription
                            ? (subscription.subscribe() ? "+" : "-")
                                    + new String(subscription.topic(), StandardCharsets.UTF_8)
                            : String.join("|", TestSocket.texts((Msg) item)));
        }
        return all;
    }

    void close() {
        pipe.close();
        socket.run();
    }

    /** Whether the socket has closed the pipe. */
    boolean isRefused() {
        run();
        return closedBySocket;
    }

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void onAttach(Pipe attached) {
        throw new AssertionError("a peer is given no pipe");
    }

    @Override
    public void onReadable(Pipe readable) {}

    @Override
    public void onWritable(Pipe writable) {}

    @Override
    public void onPeerReady(Pipe of, PeerReady peer) {}

    @Override
    public void onCloseRequest(Pipe pipe) {
        throw new AssertionError("only sessions ask for the end of a pipe");
    }

    @Override
    public void onPeerClosed(Pipe of) {
        closedBySocket = true;
    }

    @Override
    public void onEnded(Pipe of) {}
}
