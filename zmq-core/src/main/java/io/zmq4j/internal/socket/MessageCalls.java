package io.zmq4j.internal.socket;

import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pattern.Inbound;
import io.zmq4j.internal.pattern.Outbound;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.reactor.Mailbox;
import io.zmq4j.internal.reactor.Reactor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the messages of application threads to the pattern and back, and lets those wait that find no room or no message. */
final class MessageCalls {

    private final SocketCore socket;
    private final SocketGuard guard;
    private final GuardedCalls calls;
    private final Mailbox mailbox;

    /** Whether a receive must be followed by a send. */
    private final boolean oneByOne;

    private final BriefSpin spin;

    /** A hint for whoever receives next, which any of them may set. */
    private @Nullable Pipe expected;

    // -- inside the guard --
    private final Inbound inbound;
    private final Outbound outbound;
    private final SocketPipes pipes;
    private final TrafficCounters traffic;
    private final SendPace pace;

    MessageCalls(
            SocketCore socket,
            SocketGuard guard,
            GuardedCalls calls,
            Mailbox mailbox,
            SocketPipes pipes,
            long spinNanos,
            TrafficCounters traffic) {
        this.socket = socket;
        this.oneByOne = socket.type() == SocketType.REQ || socket.type() == SocketType.REP;
        this.guard = guard;
        this.calls = calls;
        this.mailbox = mailbox;
        this.pipes = pipes;
        this.spin = new BriefSpin(spinNanos);
        this.inbound = pipes.pattern().in();
        this.outbound = pipes.pattern().out();
        this.pace = new SendPace(socket.config());
        this.traffic = traffic;
    }

    boolean send(Msg msg, Duration timeout) {
        boolean sent;
        SendPace.Way way;
        Reactor target;
        int seen = 0;
        guard.enter();
        try {
            sent = sendNow(msg);
            way = afterSend(sent, msg);
            target = pace.reactor();
            if (!sent && !timeout.isZero()) {
                seen = calls.startWaiting();
            }
        } catch (Throwable e) {
            calls.leave();
            throw e;
        }
        guard.exit();
        if (way != SendPace.Way.NOTHING) {
            depart(way, target);
        }
        return sent || !timeout.isZero() && sendLater(msg, System.nanoTime() + Deadline.nanos(timeout), seen);
    }

    private boolean sendNow(Msg msg) {
        calls.begin();
        return outbound.trySend(msg);
    }

    private SendPace.Way afterSend(boolean sent, Msg msg) {
        Reactor left = pipes.takeLeft();
        if (sent) {
            long size = msg.byteCount();
            traffic.onSent(1, size);
            return pace.onSent(size, left);
        }
        if (left != null) {
            left.signal();
        }
        return SendPace.Way.NOTHING;
    }

    /** @param reactor that of the pace, as it was inside the guard */
    private void depart(SendPace.Way way, @Nullable Reactor reactor) {
        if (reactor == null) {
            return;
        }
        switch (way) {
            case RUN -> {
                reactor.tryRun();
                pace.onResumed();
            }
            case DEFER -> reactor.nudgeLater();
            case WAKE -> reactor.signal();
            case NOTHING -> {}
        }
    }

    private boolean sendLater(Msg msg, long deadline, int executionsSeen) {
        boolean inside = false;
        int seen = executionsSeen;
        SendPace.Way way = SendPace.Way.NOTHING;
        Reactor target = null;
        try {
            while (true) {
                boolean late = calls.park(deadline, seen);
                guard.enter();
                inside = true;
                boolean sent = sendNow(msg);
                way = afterSend(sent, msg);
                target = pace.reactor();
                seen = calls.executions();
                if (sent || late) {
                    return sent;
                }
                GuardedCalls.requireNotInterrupted("send");
                inside = false;
                guard.exit();
            }
        } finally {
            calls.stopWaiting(inside);
            pace.onResumed();
            depart(way, target);
        }
    }

    @Nullable
    Msg receive(Duration timeout) {
        Pipe source = expected;
        if (source != null && !timeout.isZero()) {
            spin.await(source, mailbox);
        }
        Msg msg;
        Reactor left;
        int seen = 0;
        guard.enter();
        try {
            msg = receiveNow();
            if (msg == null && !timeout.isZero()) {
                seen = calls.startWaiting();
            }
            left = pipes.takeLeft();
        } catch (Throwable e) {
            calls.leave();
            throw e;
        }
        guard.exit();
        if (left != null) {
            left.nudge();
        }
        return msg != null || timeout.isZero() ? msg : receiveLater(System.nanoTime() + Deadline.nanos(timeout), seen);
    }

    private @Nullable Msg receiveNow() {
        calls.begin();
        Msg msg = inbound.tryReceive();
        if (msg != null) {
            traffic.onReceived(msg.byteCount());
            Pipe source = inbound.expectedSource();
            if (expected != source) {
                expected = source;
            }
        }
        return msg;
    }

    private @Nullable Msg receiveLater(long deadline, int executionsSeen) {
        boolean inside = false;
        int seen = executionsSeen;
        try {
            while (true) {
                boolean late = calls.park(deadline, seen);
                guard.enter();
                inside = true;
                Msg msg = receiveNow();
                seen = calls.executions();
                if (msg != null || late) {
                    return msg;
                }
                GuardedCalls.requireNotInterrupted("receive");
                inside = false;
                calls.leave();
            }
        } finally {
            calls.stopWaiting(inside);
        }
    }

    int sendAll(List<Msg> msgs, Duration timeout) {
        long deadline = System.nanoTime() + Deadline.nanos(timeout);
        int sent = 0;
        try {
            while (sent < msgs.size()) {
                int batch = sendWithoutWaiting(msgs, sent);
                sent += batch;
                if (batch == 0) {
                    long left = Math.max(0, deadline - System.nanoTime());
                    if (!send(msgs.get(sent), Duration.ofNanos(left))) {
                        return sent;
                    }
                    sent++;
                }
            }
        } catch (RuntimeException e) {
            // the caller must learn what was taken; what has failed will fail again when it is sent next
            if (sent == 0) {
                throw e;
            }
        }
        return sent;
    }

    /** Sends up to a full batch of these. */
    private int sendWithoutWaiting(List<Msg> msgs, int from) {
        int end = (int) Math.min(msgs.size(), (long) from + pace.fullMessages());
        int index = from;
        SendPace.Way way;
        Reactor target;
        guard.enter();
        try {
            calls.begin();
            long size = 0;
            pipes.startGathering();
            try {
                while (index < end && size < pace.fullBytes() && outbound.trySend(msgs.get(index))) {
                    size += msgs.get(index).byteCount();
                    index++;
                }
            } catch (RuntimeException e) {
                if (index == from) {
                    throw e;
                }
            } finally {
                pipes.stopGathering();
                traffic.onSent(index - from, size);
            }
            way = pace.onSent(index - from, size, pipes.takeLeft());
            target = pace.reactor();
        } catch (Throwable e) {
            calls.leave();
            throw e;
        }
        guard.exit();
        depart(way, target);
        return index - from;
    }

    int receive(Collection<? super Msg> into, int max, Duration timeout) {
        Msg first = receive(timeout);
        if (first == null) {
            return 0;
        }
        into.add(first);
        int count = 1;
        Reactor left;
        guard.enter();
        try {
            Msg msg;
            // what was taken must reach the caller: no exception for what cannot be taken any more
            while (count < max && !oneByOne && !socket.isClosed() && (msg = receiveNow()) != null) {
                into.add(msg);
                count++;
            }
            left = pipes.takeLeft();
        } finally {
            guard.exit();
        }
        if (left != null) {
            left.nudge();
        }
        return count;
    }

    /** Inside the guard. */
    void reconfigure(SocketConfig changed) {
        pace.reconfigure(changed);
    }

    /** Which of these are possible without waiting; all of them on a closed socket, as the call tells then. */
    boolean isReady(Interest interest) {
        if (socket.isClosed()) {
            return true;
        }
        guard.enter();
        try {
            if (socket.isClosed()) {
                return true;
            }
            calls.executeCommands();
            return switch (interest) {
                case READABLE -> inbound.canReceive();
                case WRITABLE -> outbound.canSend();
            };
        } finally {
            calls.leave();
        }
    }
}
