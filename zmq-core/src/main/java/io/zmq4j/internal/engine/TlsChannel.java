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
import java.util.concurrent.RejectedExecutionException;
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

    /** The types of records, with one of which everything begins that is TLS. */
    private static final int FIRST_RECORD_TYPE = 20;

    private static final int LAST_RECORD_TYPE = 23;

    private final Reactor reactor;
    private final BufferPool pool;
    private final Supplier<SSLEngine> factory;
    private final Executor helpers;

    @SuppressWarnings("NullAway.Init") // set by register()
    private IoHandler handler;

    @SuppressWarnings("NullAway.Init") // set before the first helper is done; not used while one is busy
    private SSLEngine tls;

    private boolean helperBusy;
    private boolean established;
    private List<X509Certificate> certificates = List.of();

    /** What was received of a record that is not complete. */
    private byte[] rest = NONE;

    /** Ready to be filled; what is in it is to be written. */
    private @Nullable ByteBuffer sealed;

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
        this.helpers = helpers;
    }

    /** A helper is done. */
    record Helped(TlsChannel target, @Nullable SSLEngine created, @Nullable IOException failure) implements Command {
        @Override
        public void execute() {
            target.onHelped(created, failure);
        }
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
        help(this::begin);
    }

    // -- helpers --

    private void help(Runnable task) throws IOException {
        helperBusy = true;
        super.disable(SelectionKey.OP_READ);
        try {
            helpers.execute(task);
        } catch (RejectedExecutionException e) {
            helperBusy = false;
            throw new IOException("TLS: too many handshakes are under way", e);
        }
    }

    /** On a helper's thread. */
    private void begin() {
        SSLEngine created = null;
        IOException problem = new IOException("TLS: internal error");
        try {
            created = factory.get();
            created.beginHandshake();
            problem = null;
        } catch (IOException | RuntimeException e) {
            problem = new IOException("TLS: " + e.getMessage(), e);
        } finally {
            reactor.mailbox().send(new Helped(this, created, problem));
        }
    }

    /** On a helper's thread. What fails is told by the next call of the SSLEngine. */
    private void runTasks() {
        try {
            Runnable task = tls.getDelegatedTask();
            while (task != null) {
                task.run();
                task = tls.getDelegatedTask();
            }
        } finally {
            reactor.mailbox().send(new Helped(this, null, null));
        }
    }

    private void onHelped(@Nullable SSLEngine created, @Nullable IOException problem) {
        helperBusy = false;
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
        if (isClosed() || helperBusy) {
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
            if (sealed != null || maySeal()) {
                super.enable(op);
            }
        } else {
            readWanted = true;
            if (!helperBusy && !answerDue) {
                super.enable(op);
            }
        }
    }

    @Override
    void disable(int op) {
        if (op == SelectionKey.OP_WRITE) {
            writeWanted = false;
            if (sealed == null && !answerDue) {
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
        if (helperBusy || answerDue) {
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
            return count == 0 && over && !helperBusy ? cut() : count;
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
        while (goesOn && !helperBusy && !ended) {
            HandshakeStatus status = tls.getHandshakeStatus();
            if (status == HandshakeStatus.NOT_HANDSHAKING && !established && !tls.isInboundDone()) {
                establish();
            }
            goesOn = switch (status) {
                case NEED_TASK -> {
                    help(this::runTasks);
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
        int first = in.get(in.position()) & 0xFF;
        if (first < FIRST_RECORD_TYPE || first > LAST_RECORD_TYPE) {
            failure = new IOException("the peer does not speak TLS, as its first byte is 0x"
                    + Integer.toHexString(first) + "; is one side tls:// and the other one tcp://?");
            throw failure;
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

    /** The peer has gone without a word. */
    private int cut() throws IOException {
        if (!isOpen()) {
            return -1;
        }
        throw new IOException(
                established
                        ? "the peer closed the connection without the close_notify of TLS, so it may have been cut"
                        : "the peer closed the connection during the TLS handshake");
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
        IOException told = new IOException("TLS: " + reason(cause), cause);
        failure = told;
        return told;
    }

    private static String reason(SSLException cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String first = String.valueOf(cause.getMessage());
        String last = String.valueOf(root.getMessage());
        return first.contains(last) ? first : first + ": " + last;
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
                if (sealed == null) {
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
        if (!established || helperBusy || failure != null) {
            return false;
        }
        HandshakeStatus status = tls.getHandshakeStatus();
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.NEED_WRAP;
    }

    /** Fills the buffer; holds none when there was nothing to put into it. */
    private long seal(ByteBuffer[] from) throws SSLException {
        int record = tls.getSession().getPacketBufferSize();
        ByteBuffer out = sealed();
        long taken = 0;
        boolean goesOn = true;
        while (goesOn && hasRemaining(from) && out.remaining() >= record) {
            SSLEngineResult result = tls.wrap(from, out);
            taken += result.bytesConsumed();
            goesOn = result.bytesProduced() > 0 && maySeal();
        }
        releaseIfEmpty();
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
        ByteBuffer out = sealed();
        if (out.remaining() < tls.getSession().getPacketBufferSize() && !flush()) {
            answerDue = true;
            super.disable(SelectionKey.OP_READ);
            return false;
        }
        SSLEngineResult result = tls.wrap(NOTHING, sealed());
        releaseIfEmpty();
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

    private ByteBuffer sealed() {
        ByteBuffer out = sealed;
        if (out == null) {
            out = pool.take();
            sealed = out;
        }
        return out;
    }

    private void releaseIfEmpty() {
        if (sealed != null && sealed.position() == 0) {
            release();
        }
    }

    private void release() {
        ByteBuffer out = sealed;
        if (out != null) {
            sealed = null;
            pool.give(out);
        }
    }

    @Override
    boolean flush() throws IOException {
        ByteBuffer out = sealed;
        if (out != null) {
            out.flip();
            try {
                socket().write(out);
            } catch (IOException e) {
                release();
                throw e;
            }
            out.compact();
            releaseIfEmpty();
            if (sealed != null) {
                super.enable(SelectionKey.OP_WRITE);
                return false;
            }
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
        if (established && !helperBusy && failure == null && !tls.isOutboundDone()) {
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
        release();
        rest = NONE;
        return super.close();
    }
}
