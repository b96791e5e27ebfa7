package io.zmq4j.internal.engine;

import io.zmq4j.Metadata;
import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * A channel whose bytes are TLS on the wire. Every step of a handshake is taken while reading, so a handshake goes on wherever
 * it begins: at first, or later by the peer's wish. Until it is complete nothing is written, and the engine is told when it may.
 * What takes time is computed by other threads, during which the {@link SSLEngine} is left alone and nothing is read.
 *
 * <p>Holds a pooled buffer only while the kernel is full, and of what was received no more than an unfinished record.
 */
final class TlsChannel extends EngineChannel implements IoHandler {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] NONE = {};

    private final Reactor reactor;
    private final BufferPool pool;
    private final Supplier<SSLEngine> factory;
    private final TlsTasks tasks;
    private final SealedBytes sealed;

    @SuppressWarnings("NullAway.Init") // set by register()
    private IoHandler handler;

    @SuppressWarnings("NullAway.Init") // set before the first helper is done; not used while one is busy
    private SSLEngine tls;

    private boolean established;
    private List<X509Certificate> certificates = List.of();

    /** What was received of a record that is not complete. */
    private byte[] rest = NONE;

    private @Nullable IOException failure;
    private boolean anythingReceived;
    private boolean more;

    /** The peer has said that nothing more comes. */
    private boolean ended;

    /** This side has said so, and shuts the channel's output down when that is written. */
    private boolean ending;

    /** What the handshake has to say finds no room, so nothing more of it is read. */
    private boolean answerDue;

    private boolean readWanted = true;
    private boolean writeWanted;

    /** @param factory is asked by a helper, and may fail */
    TlsChannel(Reactor reactor, SocketChannel socket, Supplier<SSLEngine> factory, Executor helpers) {
        super(reactor, socket);
        this.reactor = reactor;
        this.pool = reactor.buffers();
        this.factory = factory;
        this.tasks = new TlsTasks(reactor, helpers, this);
        this.sealed = new SealedBytes(pool, socket);
    }

    /** There is something to read that the selector knows nothing of. */
    record ReadOn(TlsChannel target) implements Command {
        @Override
        public void execute() {
            target.goOn();
        }
    }

    @Override
    void register(IoHandler engine) throws IOException {
        handler = engine;
        super.register(this);
        tasks.begin(factory);
        super.disable(SelectionKey.OP_READ);
    }

    // -- helpers --

    /**
     * A helper is done.
     *
     * @param created by it; null = nothing
     */
    void onHelped(@Nullable SSLEngine created, @Nullable IOException problem) {
        if (created != null) {
            tls = created;
        }
        if (problem != null) {
            failure = problem;
        }
        if (!isClosed()) {
            if (readWanted) {
                enable(SelectionKey.OP_READ);
            }
            goOn();
        }
    }

    private void goOn() {
        if (isClosed() || tasks.areBusy()) {
            return;
        }
        try {
            handler.onReady(readWanted ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_WRITE);
        } catch (RuntimeException e) {
            handler.onFailure(e);
        }
    }

    // -- the selector's --

    @Override
    public void onReady(int readyOps) {
        int ops = readyOps;
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            onWritable();
            if (readWanted && !maySeal()) {
                ops |= SelectionKey.OP_READ; // the handshake may have waited for this
            }
        }
        handler.onReady(ops);
    }

    private void onWritable() {
        try {
            if (!flush()) {
                return;
            }
            if (!writeWanted || !maySeal()) {
                super.disable(SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            // what the peer has sent is still there to be read, and then the end of it
            super.disable(SelectionKey.OP_WRITE);
        }
        if (answerDue) {
            answerDue = false;
            if (readWanted) {
                enable(SelectionKey.OP_READ);
            }
        }
    }

    @Override
    public void onFailure(Throwable cause) {
        handler.onFailure(cause);
    }

    @Override
    void enable(int op) {
        if (op == SelectionKey.OP_WRITE) {
            writeWanted = true;
            if (!sealed.isEmpty() || maySeal()) {
                super.enable(op);
            }
        } else {
            readWanted = true;
            if (!tasks.areBusy() && !answerDue) {
                super.enable(op);
            }
        }
    }

    @Override
    void disable(int op) {
        if (op == SelectionKey.OP_WRITE) {
            writeWanted = false;
            if (sealed.isEmpty() && !answerDue) {
                super.disable(op);
            }
        } else {
            readWanted = false;
            super.disable(op);
        }
    }

    // -- reading --

    @Override
    int read(ByteBuffer into) throws IOException {
        IOException known = failure;
        if (known != null) {
            throw known;
        }
        more = false;
        if (ended) {
            return -1;
        }
        if (tasks.areBusy() || answerDue) {
            return 0;
        }
        int start = into.position();
        ByteBuffer in = pool.take();
        try {
            boolean over = receive(in, into.remaining()) < 0;
            open(in, into);
            int count = into.position() - start;
            if (count == 0 && ended) {
                return -1;
            }
            return count == 0 && over && !tasks.areBusy() ? endOfInput() : count;
        } catch (SSLException e) {
            IOException told = refuse(e);
            int count = into.position() - start;
            if (count == 0) {
                throw told;
            }
            more = true; // and the next call tells
            return count;
        } finally {
            rest = remaining(in);
            pool.give(in);
        }
    }

    /** Adds what has come to what is there; no more than there is room for once it is opened. */
    private int receive(ByteBuffer in, int room) throws IOException {
        in.put(rest);
        rest = NONE;
        int record = tls.getSession().getPacketBufferSize();
        in.limit(Math.min(in.capacity(), in.position() + Math.max(room, record)));
        int wanted = in.remaining();
        int count = socket().read(in);
        more = count == wanted;
        in.flip();
        return count;
    }

    private static byte[] remaining(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return NONE;
        }
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    private void open(ByteBuffer in, ByteBuffer into) throws IOException {
        requireTls(in);
        boolean goesOn = true;
        while (goesOn && !tasks.areBusy() && !ended) {
            HandshakeStatus status = tls.getHandshakeStatus();
            if (status == HandshakeStatus.NOT_HANDSHAKING && !established && !tls.isInboundDone()) {
                establish();
            }
            goesOn = switch (status) {
                case NEED_TASK -> {
                    tasks.run(tls);
                    super.disable(SelectionKey.OP_READ);
                    yield false;
                }
                case NEED_WRAP -> answer();
                case NOT_HANDSHAKING, FINISHED, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> in.hasRemaining() && unwrap(in, into);
            };
        }
        flushAnswers();
        if (writeWanted && maySeal()) {
            super.enable(SelectionKey.OP_WRITE);
        }
    }

    private void requireTls(ByteBuffer in) throws IOException {
        if (anythingReceived || !in.hasRemaining()) {
            return;
        }
        anythingReceived = true;
        try {
            TlsFailures.requireTls(in);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** @return whether another step may follow */
    private boolean unwrap(ByteBuffer in, ByteBuffer into) throws SSLException {
        SSLEngineResult result = tls.unwrap(in, into);
        return switch (result.getStatus()) {
            case OK -> result.bytesConsumed() > 0;
            case BUFFER_UNDERFLOW -> false;
            case BUFFER_OVERFLOW -> {
                more = true;
                yield false;
            }
            case CLOSED -> {
                ended = true;
                more = true;
                yield false;
            }
        };
    }

    private void establish() {
        established = true;
        try {
            certificates = Arrays.stream(tls.getSession().getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            certificates = List.of(); // a client that was not asked who it is
        }
    }

    private int endOfInput() throws IOException {
        if (isOpen()) {
            throw TlsFailures.cut(established);
        }
        return -1;
    }

    private IOException refuse(SSLException cause) {
        try {
            // the alert, which tells the peer
            while (tls.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && answer()) {
                flush();
            }
            flush();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        IOException told = TlsFailures.refused(cause);
        failure = told;
        return told;
    }

    @Override
    boolean mayHaveMore(ByteBuffer into) {
        return more;
    }

    @Override
    void onReadingPaused() {
        if (rest.length > 0 || ended) {
            reactor.mailbox().send(new ReadOn(this));
        }
    }

    // -- writing --

    @Override
    int write(ByteBuffer from) throws IOException {
        return (int) write(new ByteBuffer[] {from});
    }

    @Override
    long write(ByteBuffer[] from) throws IOException {
        if (isClosed()) {
            throw new ClosedChannelException();
        }
        long taken = 0;
        try {
            while (failure == null && flush() && maySeal()) {
                long count = seal(from);
                if (sealed.isEmpty()) {
                    break;
                }
                taken += count;
            }
        } catch (SSLException e) {
            // the reader tells why the connection ends
            refuse(e);
            reactor.mailbox().send(new ReadOn(this));
        }
        return taken;
    }

    /** Whether messages can go, which is not so during a handshake. */
    private boolean maySeal() {
        if (!established || tasks.areBusy() || failure != null) {
            return false;
        }
        HandshakeStatus status = tls.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.NEED_WRAP;
    }

    /** Fills the buffer; holds none when there was nothing to put into it. */
    private long seal(ByteBuffer[] from) throws SSLException {
        int record = tls.getSession().getPacketBufferSize();
        ByteBuffer out = sealed.buffer();
        long taken = 0;
        boolean goesOn = true;
        while (goesOn && hasRemaining(from) && out.remaining() >= record) {
            SSLEngineResult result = tls.wrap(from, out);
            taken += result.bytesConsumed();
            goesOn = result.bytesProduced() > 0 && maySeal();
        }
        sealed.releaseIfEmpty();
        return taken;
    }

    private static boolean hasRemaining(ByteBuffer[] from) {
        for (ByteBuffer each : from) {
            if (each.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** Takes a step of the handshake that says something; returns whether another one may follow. */
    private boolean answer() throws IOException {
        ByteBuffer out = sealed.buffer();
        if (out.remaining() < tls.getSession().getPacketBufferSize() && !flush()) {
            answerDue = true;
            super.disable(SelectionKey.OP_READ);
            return false;
        }
        SSLEngineResult result = tls.wrap(NOTHING, sealed.buffer());
        sealed.releaseIfEmpty();
        return result.bytesProduced() > 0;
    }

    private void flushAnswers() {
        try {
            flush();
        } catch (IOException e) {
            // why it does not want more may be what it has said before
            System.getLogger(TlsChannel.class.getName()).log(System.Logger.Level.DEBUG, "the peer does not listen", e);
        }
    }

    @Override
    boolean flush() throws IOException {
        if (!sealed.flush()) {
            super.enable(SelectionKey.OP_WRITE);
            return false;
        }
        if (ending) {
            ending = false;
            socket().shutdownOutput();
        }
        return true;
    }

    @Override
    Map<String, String> proven() {
        return certificates.isEmpty()
                ? Map.of()
                : Map.of(
                        Metadata.TLS_SUBJECT,
                        certificates.get(0).getSubjectX500Principal().getName());
    }

    @Override
    List<X509Certificate> certificates() {
        return certificates;
    }

    // -- end --

    @Override
    void endOutput() throws IOException {
        sayEnd();
        ending = true;
        flush();
    }

    /** A close_notify, by which the peer knows that nothing is missing. */
    private void sayEnd() throws IOException {
        if (established && !tasks.areBusy() && failure == null && !tls.isOutboundDone()) {
            tls.closeOutbound();
            boolean goesOn = true;
            while (goesOn && !tls.isOutboundDone()) {
                goesOn = answer();
            }
        }
    }

    @Override
    boolean close() {
        if (isClosed()) {
            return false;
        }
        try {
            sayEnd();
            flush();
        } catch (IOException e) {
            // it is over for the peer already
            System.getLogger(TlsChannel.class.getName()).log(System.Logger.Level.DEBUG, "no end was told", e);
        }
        sealed.release();
        rest = NONE;
        return super.close();
    }
}
