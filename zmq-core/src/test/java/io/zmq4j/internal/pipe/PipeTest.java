package io.zmq4j.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.reactor.Mailbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipeTest {

    /** Writes down what it is told, and executes its commands when asked. */
    private static final class Host implements PipeHost {
        final List<String> events = new ArrayList<>();
        private final Mailbox mailbox = new Mailbox(() -> {});

        Host own(Pipe pipe) {
            pipe.attach(this);
            pipe.start();
            return this;
        }

        List<String> run() {
            mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
                throw new AssertionError(failure);
            });
            List<String> seen = List.copyOf(events);
            events.clear();
            return seen;
        }

        @Override
        public Mailbox mailbox() {
            return mailbox;
        }

        @Override
        public void onAttach(Pipe pipe) {
            events.add("attach");
            own(pipe);
        }

        @Override
        public void onReadable(Pipe pipe) {
            events.add("readable");
        }

        @Override
        public void onWritable(Pipe pipe) {
            events.add("writable");
        }

        @Override
        public void onPeerReady(Pipe pipe, PeerReady peer) {
            events.add("ready " + peer.type());
        }

        @Override
        public void onCloseRequest(Pipe pipe) {
            events.add("close request");
        }

        @Override
        public void onPeerClosed(Pipe pipe) {
            events.add("peer closed");
        }

        @Override
        public void onEnded(Pipe pipe) {
            events.add("ended");
        }
    }

    private final Pipe.Pair pair = Pipe.pair(4, 4);
    private final Pipe one = pair.first();
    private final Pipe two = pair.second();
    private final Host hostOne = new Host().own(one);
    private final Host hostTwo = new Host().own(two);

    private static void send(Pipe pipe, String... texts) {
        for (String text : texts) {
            assertThat(pipe.write(Msg.of(text))).isTrue();
        }
        pipe.flush();
    }

    private static String read(Pipe pipe) {
        Msg msg = pipe.read();
        return msg == null ? null : msg.string(0);
    }

    private static PeerReady ready() {
        return new PeerReady(SocketType.PAIR, new byte[0], Metadata.EMPTY);
    }

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
        Pipe.Pair later = Pipe.pair(0, 0);
        later.first().write(ready());
        send(later.first(), "early");
        Host host = new Host();
        host.mailbox().send(new PipeHost.AttachPipe(host, later.second()));
        assertThat(host.run()).containsExactly("attach", "ready PAIR", "readable");
        assertThat(read(later.second())).isEqualTo("early");
    }

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
    void shouldEndWithTheLastWordsOfEitherEnd() {
        two.lastWords(new Notice(Msg.of("two has gone")), new Notice(Msg.of("one has gone")));
        send(one, "m");
        one.close();
        assertThat(read(two)).isEqualTo("m");
        assertThat(read(two)).isEqualTo("one has gone");
        assertThat(read(two)).isNull();

        Pipe.Pair other = Pipe.pair(1, 1);
        Host host = new Host().own(other.first());
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
        Pipe.Pair early = Pipe.pair(0, 0);
        send(early.first(), "last");
        early.first().attach(new Host());
        early.first().close();
        Host host = new Host().own(early.second());
        assertThat(host.run()).containsExactly("peer closed", "readable");
        assertThat(early.second().canWrite()).isFalse();
        assertThat(read(early.second())).isEqualTo("last");
        assertThat(read(early.second())).isNull();
        assertThat(host.run()).containsExactly("ended");
    }

    @Test
    void shouldSayAgainAtTheStartWhatCameBeforeIt() {
        Pipe.Pair early = Pipe.pair(0, 0);
        Host host = new Host();
        early.second().attach(host);
        early.first().attach(new Host());
        early.first().close();
        host.run();
        early.second().start();
        assertThat(host.run()).contains("peer closed", "ended");
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
        Pipe.Pair wide = Pipe.pair(1000, 0);
        Host writer = new Host().own(wide.first());
        Host reader = new Host().own(wide.second());
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
        Pipe.Pair wide = Pipe.pair(0, 0);
        new Host().own(wide.first());
        new Host().own(wide.second());
        for (int i = 0; i < 400; i++) {
            send(wide.first(), "m");
            wide.second().read();
        }
        wide.second().changeInMark(10);
        assertThat(wide.first().canWrite()).isTrue();
    }

    @Test
    void shouldKeepWhatItsOwnerRemembers() {
        assertThat(one.inboundIndex()).isEqualTo(-1);
        assertThat(one.outboundIndex()).isEqualTo(-1);
        one.attachment("peer");
        assertThat(one.attachment()).isEqualTo("peer");
        assertThat(two.attachment()).isNull();
    }

    @Test
    void shouldAddUpWhatBothSidesOfALocalPipeAllow() {
        Pipe.Pair local = Pipe.pair(2, 2);
        Host near = new Host().own(local.first());
        local.first().markLocal();
        send(local.first(), "1", "2");
        assertThat(local.first().canWrite()).as("nobody else adds to it yet").isFalse();
        local.first().changeOutMark(3);
        assertThat(near.run()).containsExactly("writable");
        send(local.first(), "3");
        assertThat(local.first().canWrite()).isFalse();
        local.second().addLimits(new Pipe.Limit(7, 0), new Pipe.Limit(1, 0));
        Host far = new Host().own(local.second());
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
        Pipe.Pair limited = Pipe.pair(new Pipe.Limit(0, 10), new Pipe.Limit(3, 4));
        Host writer = new Host().own(limited.first());
        Host reader = new Host().own(limited.second());
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
            Pipe.Pair local = Pipe.pair(new Pipe.Limit(0, 5), new Pipe.Limit(0, 0));
            local.first().markLocal();
            new Host().own(local.first());
            local.second().addLimits(new Pipe.Limit(0, 0), new Pipe.Limit(0, far));
            send(local.first(), "12345", "1234");
            assertThat(local.first().canWrite()).isTrue();
            send(local.first(), "1");
            assertThat(local.first().canWrite()).isEqualTo(far == 0);
        }
    }
}
