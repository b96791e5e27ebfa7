package io.zmq4j.internal.pipe;

import static io.zmq4j.internal.pipe.Pipes.read;
import static io.zmq4j.internal.pipe.Pipes.ready;
import static io.zmq4j.internal.pipe.Pipes.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes through a pipe, and in which order. */
class PipeTest {

    private final PipePair pair = PipePair.of(4, 4);
    private final Pipe one = pair.first();
    private final Pipe two = pair.second();
    private final RecordingHost hostOne = new RecordingHost().own(one);
    private final RecordingHost hostTwo = new RecordingHost().own(two);

    @Test
    void shouldTellTheOwnerOfTheFirstMessageOnlyAndCarryBothDirections() {
        send(one, "a", "b");
        send(one, "c");
        assertThat(hostTwo.run()).containsExactly("readable");
        assertThat(two.canRead()).isTrue();
        assertThat(read(two)).isEqualTo("a");
        assertThat(read(two)).isEqualTo("b");
        assertThat(read(two)).isEqualTo("c");
        assertThat(read(two)).isNull();
        send(one, "d");
        assertThat(hostTwo.run()).containsExactly("readable");
        send(two, "back");
        assertThat(hostOne.run()).containsExactly("readable");
        assertThat(read(one)).isEqualTo("back");
    }

    @Test
    void shouldKeepWhatWasWrittenBeforeThereWasAnOwner() {
        PipePair later = PipePair.of(0, 0);
        later.first().write(ready());
        send(later.first(), "early");
        RecordingHost host = new RecordingHost();
        host.mailbox().send(new PipeHost.AttachPipe(host, later.second()));
        assertThat(host.run()).containsExactly("attach", "ready PAIR", "readable");
        assertThat(read(later.second())).isEqualTo("early");
    }

    @Test
    void shouldCarrySubscriptionsBeyondTheMarkAndInOrder() {
        send(one, "1", "2", "3", "4");
        one.write(new Subscription(true, new byte[] {7}));
        one.flush();
        for (int i = 0; i < 4; i++) {
            assertThat(two.readItem()).isInstanceOf(Msg.class);
        }
        assertThat(two.readItem()).isInstanceOf(Subscription.class);
        assertThat(two.readItem()).isNull();
    }

    @Test
    void shouldCarryNoticesBeyondTheMarkInOrderAndWithoutCountingThem() {
        send(one, "1", "2", "3", "4");
        one.write(new Notice(Msg.of("notice")));
        one.flush();
        assertThat(one.outBacklog()).isEqualTo(4);
        for (String text : List.of("1", "2", "3", "4", "notice")) {
            assertThat(two.canRead()).isTrue();
            assertThat(read(two)).isEqualTo(text);
        }
        assertThat(read(two)).isNull();
        assertThat(two.inBacklog()).isZero();
        send(one, "5", "6", "7", "8");
        assertThat(one.canWrite()).isFalse();
    }

    @Test
    void shouldPassOverSubscriptionsWhenOnlyMessagesAreRead() {
        one.write(new Subscription(true, new byte[0]));
        send(one, "m");
        one.write(new Subscription(false, new byte[0]));
        one.flush();
        assertThat(read(two)).isEqualTo("m");
        assertThat(read(two)).isNull();
    }

    @Test
    void shouldReadOnlyTheSubscriptionsBeforeTheFirstMessage() {
        one.write(new Subscription(true, new byte[0]));
        one.write(new Subscription(true, new byte[0]));
        send(one, "m");
        one.write(new Subscription(false, new byte[0]));
        one.flush();
        assertThat(two.readSubscription()).isNotNull();
        assertThat(two.readSubscription()).isNotNull();
        assertThat(two.readSubscription()).isNull();
        assertThat(two.readItem()).isInstanceOf(Msg.class);
        assertThat(two.readItem()).isInstanceOf(Subscription.class);
    }

    @Test
    void shouldAnnounceAPeerBeforeItsMessages() {
        send(one, "old");
        one.write(ready());
        send(one, "new");
        assertThat(hostTwo.run()).containsExactly("readable");
        assertThat(read(two)).isEqualTo("old");
        assertThat(hostTwo.events).isEmpty();
        assertThat(read(two)).isEqualTo("new");
        assertThat(hostTwo.run()).containsExactly("ready PAIR");
    }

    @Test
    void shouldAnnounceAPeerThatSendsNothing() {
        one.write(ready());
        one.flush();
        assertThat(hostTwo.run()).containsExactly("ready PAIR");
        send(one, "m");
        assertThat(hostTwo.run()).containsExactly("readable");
    }

    @Test
    void shouldKeepWhatItsOwnerRemembers() {
        assertThat(one.inboundIndex()).isEqualTo(-1);
        assertThat(one.outboundIndex()).isEqualTo(-1);
        one.attachment("peer");
        assertThat(one.attachment()).isEqualTo("peer");
        assertThat(two.attachment()).isNull();
    }
}
