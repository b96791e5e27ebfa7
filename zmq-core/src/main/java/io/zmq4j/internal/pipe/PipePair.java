package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;
import io.zmq4j.internal.queue.ConflatingSlot;
import io.zmq4j.internal.queue.YPipe;
import org.jspecify.annotations.Nullable;

/** The two ends of a new pipe. Neither has an owner yet; what is written to an end without one waits there. */
public record PipePair(Pipe first, Pipe second) {

    /** @param firstToSecond messages that may wait in this direction, 0 = without limit */
    public static PipePair of(int firstToSecond, int secondToFirst) {
        return of(new PipeLimit(firstToSecond, 0), new PipeLimit(secondToFirst, 0));
    }

    public static PipePair of(PipeLimit firstToSecond, PipeLimit secondToFirst) {
        return join(new Direction(firstToSecond.mark(), null), new Direction(secondToFirst.mark(), null));
    }

    /** Of a pipe that keeps only the newest message of each direction, and has no limits. */
    public static PipePair conflating() {
        return join(
                new Direction(new HighWaterMark(0), new ConflatingSlot<>()),
                new Direction(new HighWaterMark(0), new ConflatingSlot<>()));
    }

    private static PipePair join(Direction forth, Direction back) {
        Pipe first = new Pipe(back.in(), forth.out());
        Pipe second = new Pipe(forth.in(), back.out());
        first.join(second);
        second.join(first);
        return new PipePair(first, second);
    }

    /** What both ends share of one direction. */
    private record Direction(YPipe<Object> queue, HighWaterMark mark, @Nullable ConflatingSlot<Msg> slot) {

        Direction(HighWaterMark mark, @Nullable ConflatingSlot<Msg> slot) {
            this(new YPipe<>(), mark, slot);
        }

        Incoming in() {
            return new Incoming(queue, mark, slot);
        }

        Outgoing out() {
            return new Outgoing(queue, mark, slot);
        }
    }
}
