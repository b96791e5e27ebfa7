package io.zmq4j.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Through a pipe of two messages: the writer is never more than the mark ahead, a writer that was refused is told of room,
 * and a reader that found nothing is told of messages. Results: 1 when the mark held, 1 when the writer can go on or was
 * told, 1 when the reader has everything or was told.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE)
@Outcome(id = "0, ., .", expect = FORBIDDEN, desc = "more messages in the pipe than its mark")
@Outcome(id = "1, 0, .", expect = FORBIDDEN, desc = "the writer waits for ever")
@Outcome(id = "1, 1, 0", expect = FORBIDDEN, desc = "the reader sleeps for ever")
@State
public class PipeCreditTest {

    private static final int MARK = 2;
    private static final int TRIES = 5;
    private static final Msg MSG = Msg.of(new byte[1]);

    private final PipeHostStub writer = new PipeHostStub();
    private final PipeHostStub reader = new PipeHostStub();
    private final Pipe out;
    private final Pipe in;

    // -- writer --
    private int written;
    private boolean refused;

    // -- reader --
    private int read;
    private boolean foundNothing;

    public PipeCreditTest() {
        PipePair pair = PipePair.of(MARK, MARK);
        out = pair.first();
        in = pair.second();
        out.attach(writer);
        in.attach(reader);
        in.start();
    }

    @Actor
    public void write() {
        for (int i = 0; i < TRIES && !refused; i++) {
            refused = !out.write(MSG);
            written += refused ? 0 : 1;
            out.flush();
        }
    }

    @Actor
    public void read() {
        for (int i = 0; i < TRIES; i++) {
            reader.drain(); // or an old activation in the mailbox would hide that a newer one is lost
            reader.readable = 0;
            foundNothing = in.read() == null;
            read += foundNothing ? 0 : 1;
        }
    }

    @Arbiter
    public void after(III_Result result) {
        writer.drain();
        reader.drain();
        boolean room = written - read < MARK; // a mark of two is announced at every read
        result.r1 = written - read <= MARK ? 1 : 0;
        result.r2 = !refused || !room || writer.writable > 0 ? 1 : 0;
        result.r3 = !foundNothing || written == read || reader.readable > 0 ? 1 : 0;
    }
}
