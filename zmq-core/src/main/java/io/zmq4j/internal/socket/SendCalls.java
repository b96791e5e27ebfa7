package io.zmq4j.internal.socket;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.internal.pattern.Outbound;
import io.zmq4j.internal.reactor.Reactor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the messages of application threads to the pattern, lets those wait that find no room, and sees to it that somebody
 * writes to the channels what was sent.
 */
final class SendCalls {

    private final SocketGuard guard;
    private final GuardedCalls calls;

    // -- inside the guard --
    private final Outbound outbound;
    private final SocketPipes pipes;
    private final TrafficCounters traffic;
    private final SendPace pace;

    SendCalls(SocketConfig config, SocketGuard guard, GuardedCalls calls, SocketPipes pipes, TrafficCounters traffic) {
        this.guard = guard;
        this.calls = calls;
        this.pipes = pipes;
        this.outbound = pipes.pattern().out();
        this.pace = new SendPace(config);
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

    /** Inside the guard. */
    void reconfigure(SocketConfig changed) {
        pace.reconfigure(changed);
    }
}
