package io.zmq4j.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.internal.reactor.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConflatingPipeTest {

    private final PipePair pair = PipePair.conflating();
    private final Host writer = new Host();
    private final Host reader = new Host();

    /** Counts what it is told; its mailbox is drained by hand. */
    private static final class Host implements PipeHost {
        final Mailbox mailbox = new Mailbox(() -> {});
        int readable;
        boolean ended;

        @Override
        public Mailbox mailbox() {
            return mailbox;
        }

        @Override
        public void onReadable(Pipe pipe) {
            readable++;
        }

        @Override
        public void onWritable(Pipe pipe) {
            throw new AssertionError("a conflating pipe is never full");
        }

        @Override
        public void onPeerClosed(Pipe pipe) {}

        @Override
        public void onEnded(Pipe pipe) {
            ended = true;
        }

        void drain() {
            mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
                throw new AssertionError(failure);
            });
        }
    }

    private void start() {
        pair.first().attach(writer);
        pair.second().attach(reader);
        pair.first().start();
        pair.second().start();
    }

    private void write(String text) {
        assertThat(pair.first().write(Msg.of(text, "tail"))).isTrue();
        pair.first().flush();
    }

    @Test
    void shouldKeepTheNewestMessageWhenNobodyReads() {
        start();
        for (int i = 0; i <= 5_000; i++) {
            write("value " + i);
        }
        reader.drain();
        assertThat(reader.readable).isOne();
        assertThat(pair.second().read()).isEqualTo(Msg.of("value 5000", "tail"));
        assertThat(pair.second().read()).isNull();
    }

    @Test
    void shouldDeliverEachWhenEachIsRead() {
        start();
        for (int i = 0; i < 10; i++) {
            write("value " + i);
            reader.drain();
            assertThat(pair.second().read()).isEqualTo(Msg.of("value " + i, "tail"));
        }
    }

    @Test
    void shouldDeliverTheLastMessageWhenTheWriterHasClosed() {
        start();
        write("one");
        write("two");
        pair.first().close();
        reader.drain();
        assertThat(pair.second().read()).isEqualTo(Msg.of("two", "tail"));
        assertThat(pair.second().read()).isNull();
        assertThat(reader.ended).isTrue();
    }

    @Test
    void shouldNeverLoseTheNewestWhenBothSidesAreBusy() throws InterruptedException {
        start();
        int last = 200_000;
        AtomicBoolean done = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            for (int i = 0; i <= last; i++) {
                write("" + i);
            }
            done.set(true);
        });
        thread.start();
        List<Integer> seen = new ArrayList<>();
        while (seen.isEmpty() || seen.get(seen.size() - 1) != last) {
            boolean complete = done.get();
            reader.drain();
            Msg msg = pair.second().read();
            if (msg != null) {
                seen.add(Integer.parseInt(msg.string(0)));
            } else if (complete) {
                break;
            }
        }
        thread.join();
        assertThat(seen).isSorted().doesNotHaveDuplicates().last().isEqualTo(last);
    }
}
