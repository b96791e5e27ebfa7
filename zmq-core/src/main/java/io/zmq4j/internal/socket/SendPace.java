package io.zmq4j.internal.socket;

import io.zmq4j.SocketConfig;
import io.zmq4j.internal.reactor.Reactor;
import org.jspecify.annotations.Nullable;

/**
 * Decides who brings to the channel what was sent. Writing it at once in the sending thread is the shortest way, and costs
 * that thread no more than waking another one. In a stream of messages it is better to write many of them together: up to a
 * certain rate that is what the io thread does meanwhile, and beyond, where a batch is full in no time, the sender does it
 * itself, without another core that fetches the messages from its caches. Owned by whoever is inside the socket's guard.
 */
final class SendPace {

    /** What the sender has to do after it left the guard. */
    enum Way {
        NOTHING,
        /** Let the reactor execute what is there, in this thread. */
        RUN,
        /** A full batch will come soon: see only to it that somebody looks if it does not. */
        DEFER,
        /** Wake the io thread. */
        WAKE
    }

    /** Bytes that are worth a write of their own. */
    static final int FULL_BYTES = 64 * 1024;

    private static final int FULL_MESSAGES = 1024;

    /** A stream fills a batch in less time than this; it is not worth while to hand that over to the io thread. */
    private static final long BATCH_NANOS = 400_000;

    /** A stream does not end by a few delays, as when its thread had lost its core. */
    private static final int MOST_SLOW_IN_A_ROW = 8;

    private static final long LONGEST_PAUSE = 1_000_000_000;

    private int fullMessages;
    private int fullBytes;
    private @Nullable Reactor reactor;
    private boolean stream;
    private int slowInARow;

    // -- since the sender came back from its last departure, or commands were left last --
    private long begun;
    private long messages;
    private long bytes;

    // -- any thread; 0 = as before --
    private volatile long resumed;

    SendPace(SocketConfig config) {
        reconfigure(config);
    }

    /** A batch must be on its way before a queue is full. */
    void reconfigure(SocketConfig config) {
        int mark = config.queues().sendHwm();
        fullMessages = mark == 0 ? FULL_MESSAGES : Math.max(1, Math.min(FULL_MESSAGES, mark - mark / 4));
        long bytesMark = config.queues().sendHwmBytes();
        fullBytes = bytesMark == 0 ? FULL_BYTES : (int) Math.max(1, Math.min(FULL_BYTES, bytesMark - bytesMark / 4));
    }

    /**
     * A message was sent.
     *
     * @param left the reactor for which commands were left by that
     */
    Way onSent(long size, @Nullable Reactor left) {
        return onSent(1, size, left);
    }

    /** As many messages were sent together. */
    Way onSent(int count, long size, @Nullable Reactor left) {
        messages += count;
        bytes += size;
        if (left != null) {
            return begin(count, size, left);
        }
        return isFull() ? full() : Way.NOTHING;
    }

    /** After how many messages a batch is full. */
    int fullMessages() {
        return fullMessages;
    }

    /** After how many bytes a batch is full. */
    int fullBytes() {
        return fullBytes;
    }

    private boolean isFull() {
        return messages >= fullMessages || bytes >= fullBytes;
    }

    private Way full() {
        messages = 0;
        bytes = 0;
        return reactor == null ? Way.NOTHING : Way.RUN;
    }

    private Way begin(int count, long size, Reactor left) {
        long now = System.nanoTime();
        if (resumed != 0) {
            begun = resumed;
            resumed = 0;
        }
        long elapsed = Math.min(now - begun, LONGEST_PAUSE);
        boolean fast = reactor == left
                && (elapsed * fullMessages < BATCH_NANOS * messages || elapsed * fullBytes < BATCH_NANOS * bytes);
        boolean quiet = left.admitsVisit(now);
        begun = now;
        reactor = left;
        messages = count;
        bytes = size;
        slowInARow = fast ? 0 : slowInARow + 1;
        stream = stream ? elapsed < BATCH_NANOS && slowInARow < MOST_SLOW_IN_A_ROW : fast && !quiet;
        if (stream) {
            return isFull() ? full() : Way.DEFER;
        }
        return quiet ? Way.RUN : Way.WAKE;
    }

    /** The sender is back from a departure or a wait, which says nothing of its pace. Any thread. */
    void onResumed() {
        long now = System.nanoTime();
        resumed = now;
        Reactor visited = reactor;
        if (visited != null) {
            visited.onVisited(now);
        }
    }

    /** For which reactor the last commands were left. */
    @Nullable
    Reactor reactor() {
        return reactor;
    }
}
