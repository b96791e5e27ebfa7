package io.zmq4j.internal.pipe;

import static io.zmq4j.internal.pipe.Pipes.read;
import static io.zmq4j.internal.pipe.Pipes.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import org.junit.jupiter.api.Test;

/** What may wait in a pipe, also when that changes. */
class PipeLimitTest {

    private final PipePair pair = PipePair.of(4, 4);
    private final Pipe one = pair.first();
    private final Pipe two = pair.second();
    private final RecordingHost hostOne = new RecordingHost().own(one);
    private final RecordingHost hostTwo = new RecordingHost().own(two);

    @Test
    void shouldRefuseMessagesBeyondTheMarkAndSayWhenThereIsRoom() {
        send(one, "1", "2", "3", "4");
        assertThat(one.canWrite()).isFalse();
        assertThat(one.write(Msg.of("5"))).isFalse();
        assertThat(one.outBacklog()).isEqualTo(4);
        hostTwo.run();
        assertThat(read(two)).isEqualTo("1");
        assertThat(hostOne.run()).isEmpty();
        assertThat(read(two)).isEqualTo("2");
        assertThat(hostOne.run()).containsExactly("writable");
        assertThat(one.canWrite()).isTrue();
        assertThat(two.inBacklog()).isEqualTo(2);
    }

    @Test
    void shouldGoOnWhenTheMarkIsRaised() {
        send(one, "1", "2", "3", "4");
        assertThat(one.canWrite()).isFalse();
        one.changeOutMark(5);
        hostTwo.run();
        assertThat(hostOne.run()).containsExactly("writable");
        send(one, "5");
        assertThat(one.canWrite()).isFalse();
        two.changeInMark(6);
        assertThat(hostOne.run()).containsExactly("writable");
        send(one, "6");
        assertThat(one.canWrite()).isFalse();
    }

    @Test
    void shouldGoOnWhenTheWritersOwnerLowersTheMarkOfAPipeThatWasReadEmpty() {
        PipePair wide = PipePair.of(1000, 0);
        RecordingHost writer = new RecordingHost().own(wide.first());
        RecordingHost reader = new RecordingHost().own(wide.second());
        for (int i = 0; i < 400; i++) {
            send(wide.first(), "m");
            wide.second().read();
        }
        wide.first().changeOutMark(10);
        assertThat(wide.first().canWrite()).isFalse();
        reader.run();
        assertThat(writer.run()).containsExactly("writable");
        assertThat(wide.first().canWrite()).isTrue();
    }

    @Test
    void shouldGoOnWhenTheReadersOwnerLowersTheMarkOfAPipeThatWasReadEmpty() {
        PipePair wide = PipePair.of(0, 0);
        new RecordingHost().own(wide.first());
        new RecordingHost().own(wide.second());
        for (int i = 0; i < 400; i++) {
            send(wide.first(), "m");
            wide.second().read();
        }
        wide.second().changeInMark(10);
        assertThat(wide.first().canWrite()).isTrue();
    }

    @Test
    void shouldAddUpWhatBothSidesOfALocalPipeAllow() {
        PipePair local = PipePair.of(2, 2);
        RecordingHost near = new RecordingHost().own(local.first());
        local.first().markLocal();
        send(local.first(), "1", "2");
        assertThat(local.first().canWrite()).as("nobody else adds to it yet").isFalse();
        local.first().changeOutMark(3);
        assertThat(near.run()).containsExactly("writable");
        send(local.first(), "3");
        assertThat(local.first().canWrite()).isFalse();
        local.second().addLimits(new PipeLimit(7, 0), new PipeLimit(1, 0));
        RecordingHost far = new RecordingHost().own(local.second());
        far.run();
        assertThat(near.run()).containsExactly("writable");
        send(local.first(), "4");
        assertThat(local.first().canWrite()).isFalse();
        send(local.second(), "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(local.second().canWrite()).isFalse();
        // none of one side is none at all, and what the other one allows is not forgotten
        local.second().changeInMark(0);
        send(local.first(), "5", "6", "7", "8", "9");
        local.second().changeInMark(7);
        assertThat(local.first().canWrite()).isTrue();
        send(local.first(), "10");
        assertThat(local.first().canWrite()).isFalse();
    }

    @Test
    void shouldTakeMessagesWhileFewerBytesThanTheLimitWait() {
        PipePair limited = PipePair.of(new PipeLimit(0, 10), new PipeLimit(3, 4));
        RecordingHost writer = new RecordingHost().own(limited.first());
        RecordingHost reader = new RecordingHost().own(limited.second());
        send(limited.first(), "1234", "5678", "a message of any size when there is room");
        assertThat(limited.first().write(Msg.of("no"))).isFalse();
        reader.run();
        assertThat(read(limited.second())).isEqualTo("1234");
        assertThat(read(limited.second())).isEqualTo("5678");
        assertThat(limited.first().canWrite()).as("the large one still waits").isFalse();
        writer.run();
        assertThat(read(limited.second())).startsWith("a message");
        assertThat(writer.run()).containsExactly("writable");
        assertThat(limited.first().canWrite()).isTrue();
        send(limited.second(), "1", "2", "3");
        assertThat(limited.second().canWrite())
                .as("the limit of messages counts too")
                .isFalse();
        assertThat(read(limited.first())).isEqualTo("1");
        assertThat(read(limited.first())).isEqualTo("2");
        assertThat(limited.second().canWrite()).isTrue();
        send(limited.second(), "1234");
        assertThat(limited.second().canWrite()).isFalse();
    }

    @Test
    void shouldAddUpBytesWhenBothSidesHaveALimitOfThem() {
        for (long far : new long[] {5, 0}) {
            PipePair local = PipePair.of(new PipeLimit(0, 5), new PipeLimit(0, 0));
            local.first().markLocal();
            new RecordingHost().own(local.first());
            local.second().addLimits(new PipeLimit(0, 0), new PipeLimit(0, far));
            send(local.first(), "12345", "1234");
            assertThat(local.first().canWrite()).isTrue();
            send(local.first(), "1");
            assertThat(local.first().canWrite()).isEqualTo(far == 0);
        }
    }
}
