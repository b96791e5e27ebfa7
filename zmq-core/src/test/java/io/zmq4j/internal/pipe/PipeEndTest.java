package io.zmq4j.internal.pipe;

import static io.zmq4j.internal.pipe.Pipes.read;
import static io.zmq4j.internal.pipe.Pipes.ready;
import static io.zmq4j.internal.pipe.Pipes.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import org.junit.jupiter.api.Test;

/** How an end of a pipe is closed, and what the owners hear of it. */
class PipeEndTest {

    private final PipePair pair = PipePair.of(4, 4);
    private final Pipe one = pair.first();
    private final Pipe two = pair.second();
    private final RecordingHost hostOne = new RecordingHost().own(one);
    private final RecordingHost hostTwo = new RecordingHost().own(two);

    @Test
    void shouldEndWithTheLastWordsOfEitherEnd() {
        two.lastWords(new Notice(Msg.of("two has gone")), new Notice(Msg.of("one has gone")));
        send(one, "m");
        one.close();
        assertThat(read(two)).isEqualTo("m");
        assertThat(read(two)).isEqualTo("one has gone");
        assertThat(read(two)).isNull();

        PipePair other = PipePair.of(1, 1);
        RecordingHost host = new RecordingHost().own(other.first());
        other.second().lastWords(new Notice(Msg.of("gone")), null);
        assertThat(other.second().write(Msg.of("full"))).isTrue();
        other.second().close();
        host.run();
        assertThat(read(other.first())).isEqualTo("full");
        assertThat(read(other.first())).isEqualTo("gone");
        assertThat(read(other.first())).isNull();
        assertThat(host.run()).contains("ended");
    }

    @Test
    void shouldStayReadableAfterTheOtherEndIsClosedAndThenEnd() {
        send(one, "last");
        assertThat(one.close()).isZero();
        assertThat(one.isOpen()).isFalse();
        assertThat(hostTwo.run()).containsExactly("readable", "peer closed");
        assertThat(two.isOpen()).isFalse();
        assertThat(two.canWrite()).isFalse();
        assertThat(two.write(Msg.of("too late"))).isFalse();
        assertThat(read(two)).isEqualTo("last");
        assertThat(hostTwo.run()).isEmpty();
        assertThat(read(two)).isNull();
        assertThat(hostTwo.run()).containsExactly("ended");
        assertThat(two.canRead()).isFalse();
        assertThat(two.close()).isZero();
    }

    @Test
    void shouldTellOfTheCloseBeforeTheEndWhenTheEndIsReadFirst() {
        send(one, "last");
        hostTwo.run();
        one.close();
        assertThat(read(two)).isEqualTo("last");
        assertThat(two.canRead()).isFalse();
        assertThat(hostTwo.run()).containsExactly("peer closed", "ended");
    }

    @Test
    void shouldEndAtOnceWhenNothingWasLeft() {
        one.close();
        assertThat(hostTwo.run()).containsExactly("peer closed", "ended");
    }

    @Test
    void shouldCountTheMessagesThatAreDroppedByAClose() {
        send(one, "a", "b");
        one.write(new Subscription(true, new byte[0]));
        one.write(ready());
        send(one, "c");
        assertThat(two.close()).isEqualTo(3);
        assertThat(two.close()).isZero();
        assertThat(read(two)).isNull();
        assertThat(hostTwo.run()).isEmpty();
    }

    @Test
    void shouldCountWhatIsDroppedWhenBothEndsAreClosed() {
        send(one, "a", "b");
        one.close();
        hostTwo.run();
        assertThat(two.close()).isEqualTo(2);
        assertThat(hostTwo.run()).isEmpty();
        assertThat(hostOne.run()).isEmpty();
    }

    @Test
    void shouldIgnoreEveryCommandThatComesAfterTheClose() {
        send(one, "m");
        one.requestClose();
        send(two, "1", "2", "3", "4");
        assertThat(two.canWrite()).isFalse();
        read(one);
        read(one);
        one.close();
        two.close();
        assertThat(hostTwo.run()).isEmpty();
        one.flush();
        one.requestClose();
        one.write(ready());
        assertThat(hostTwo.run()).isEmpty();
    }

    @Test
    void shouldPassACloseRequestOn() {
        one.requestClose();
        assertThat(hostTwo.run()).containsExactly("close request");
    }

    @Test
    void shouldWakeAStoppedWriterWhenTheOtherEndIsClosed() {
        send(one, "1", "2", "3", "4");
        assertThat(one.canWrite()).isFalse();
        assertThat(two.close()).isEqualTo(4);
        assertThat(hostOne.run()).containsExactly("peer closed", "ended");
        assertThat(one.canWrite()).isFalse();
    }

    @Test
    void shouldTellAnOwnerWhoComesLateThatTheOtherEndIsClosed() {
        PipePair early = PipePair.of(0, 0);
        send(early.first(), "last");
        early.first().attach(new RecordingHost());
        early.first().close();
        RecordingHost host = new RecordingHost().own(early.second());
        assertThat(host.run()).containsExactly("peer closed", "readable");
        assertThat(early.second().canWrite()).isFalse();
        assertThat(read(early.second())).isEqualTo("last");
        assertThat(read(early.second())).isNull();
        assertThat(host.run()).containsExactly("ended");
    }

    @Test
    void shouldSayAgainAtTheStartWhatCameBeforeIt() {
        PipePair early = PipePair.of(0, 0);
        RecordingHost host = new RecordingHost();
        early.second().attach(host);
        early.first().attach(new RecordingHost());
        early.first().close();
        host.run();
        early.second().start();
        assertThat(host.run()).contains("peer closed", "ended");
    }
}
