package io.zmq4j.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.testing.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What both halves make of whatever the system may answer. */
@Timeout(60)
class UdpHalvesTest {

    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5555);

    private final Reactor reactor = new Reactor(System::nanoTime, (source, failure) -> {
        throw new AssertionError(source + " failed", failure);
    });
    private final Owner owner = new Owner();
    private final List<String> sent = new ArrayList<>();

    /** What the system answers next; nothing = it takes the datagram. */
    private final Queue<Object> answers = new ArrayDeque<>();

    private static final Object FULL = new Object();

    @AfterEach
    void close() {
        reactor.close();
    }

    private <T> T inside(Callable<T> call) {
        List<T> result = new ArrayList<>();
        reactor.execute(() -> {
            try {
                result.add(call.call());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        reactor.runOnce(0);
        return result.get(0);
    }

    private int send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
        assertThat(to).isEqualTo(PEER);
        Object answer = answers.poll();
        if (answer instanceof IOException e) {
            throw e;
        }
        if (answer == FULL) {
            return 0;
        }
        int size = datagram.remaining();
        sent.add(StandardCharsets.ISO_8859_1.decode(datagram).toString());
        return size;
    }

    private UdpOutput output(SocketType type) {
        return new UdpOutput(reactor, this::send, type, PEER, owner);
    }

    private UdpOutput radio(int messages) {
        for (int i = 0; i < messages; i++) {
            owner.queued.add(Msg.of("g", "m" + i));
        }
        return output(SocketType.RADIO);
    }

    @Test
    void shouldHoldADatagramForWhichTheSystemHasNoRoom() {
        UdpOutput output = radio(3);
        answers.addAll(List.of("taken", FULL, FULL));
        assertThat(inside(output::write)).isEqualTo(Output.Result.FULL);
        assertThat(inside(output::write)).isEqualTo(Output.Result.FULL);
        assertThat(sent).containsExactly("\1gm0");
        assertThat(inside(output::write)).isEqualTo(Output.Result.DRAINED);
        assertThat(sent).containsExactly("\1gm0", "\1gm1", "\1gm2");
        assertThat(output.bytes()).isEqualTo(12);
        assertThat(owner.drops).isEmpty();
    }

    @Test
    void shouldDropWhatTheSystemRefusesAndGoOn() {
        UdpOutput output = radio(3);
        answers.addAll(List.of("taken", new SocketException("Message too long")));
        assertThat(inside(output::write)).isEqualTo(Output.Result.DRAINED);
        assertThat(sent).containsExactly("\1gm0", "\1gm2");
        assertThat(owner.drops).hasSize(1);
        assertThat(owner.drops.get(0)).contains("NO_PEER", "4 bytes", "127.0.0.1:5555", "Message too long");
    }

    @Test
    void shouldSendTheDatagramInWhosePlaceAnEarlierLossWasTold() {
        UdpOutput output = radio(2);
        answers.addAll(List.of("taken", new PortUnreachableException()));
        assertThat(inside(output::write)).isEqualTo(Output.Result.DRAINED);
        assertThat(sent).containsExactly("\1gm0", "\1gm1");
        assertThat(owner.drops).containsExactly("NO_PEER nobody listens at 127.0.0.1:5555");
    }

    @Test
    void shouldDropADatagramThatIsRefusedTwice() {
        UdpOutput output = radio(2);
        answers.addAll(List.of(new PortUnreachableException(), new PortUnreachableException()));
        assertThat(inside(output::write)).isEqualTo(Output.Result.DRAINED);
        assertThat(sent).containsExactly("\1gm1");
        assertThat(owner.drops).hasSize(2);
    }

    @Test
    void shouldLetOthersHaveTheirTurnWhileMuchIsToBeSent() {
        UdpOutput output = radio(UdpOutput.TURNS + 5);
        assertThat(inside(output::write)).isEqualTo(Output.Result.MORE);
        assertThat(sent).hasSize(UdpOutput.TURNS);
        assertThat(inside(output::write)).isEqualTo(Output.Result.DRAINED);
        assertThat(sent).hasSize(UdpOutput.TURNS + 5);
    }

    @Test
    void shouldTakeAnEmptyDatagramForSent() {
        owner.queued.add(Msg.of("", ""));
        owner.queued.add(Msg.of("127.0.0.1:5555", "m"));
        assertThat(inside(output(SocketType.DGRAM)::write)).isEqualTo(Output.Result.DRAINED);
        assertThat(sent).containsExactly("", "m");
    }

    @Test
    void shouldDropWhatNoDatagramHolds() {
        owner.queued.add(Msg.of(Wire.ascii("g"), new byte[65_506]));
        owner.queued.add(Msg.of("g", "m"));
        assertThat(inside(output(SocketType.RADIO)::write)).isEqualTo(Output.Result.DRAINED);
        assertThat(sent).containsExactly("\1gm");
        assertThat(owner.drops)
                .containsExactly("MALFORMED a datagram of 65508 bytes was not sent, allowed: up to 65507");
    }

    @Test
    void shouldLetOthersHaveTheirTurnWhileMuchComes() {
        UdpInput input = new UdpInput(reactor, into -> received(into, "\1gm"), SocketType.DISH, -1, owner);
        assertThat(inside(() -> String.valueOf(input.read()))).isEqualTo("null");
        assertThat(owner.delivered).hasSize(UdpInput.TURNS).containsOnly(Msg.of("g", "m"));
        assertThat(input.bytes()).isEqualTo(UdpInput.TURNS * 3L);
    }

    private static InetSocketAddress received(ByteBuffer into, String datagram) {
        into.put(Wire.ascii(datagram));
        return PEER;
    }

    @Test
    void shouldGoOnWhenItIsToldThatNobodyListens() {
        UdpInput input = failing(new PortUnreachableException());
        for (int i = 0; i < 10 * UdpInput.MOST_ERRORS; i++) {
            assertThat(inside(() -> String.valueOf(input.read()))).isEqualTo("null");
        }
        assertThat(owner.drops).hasSize(10 * UdpInput.MOST_ERRORS).containsOnly("NO_PEER nobody listens there");
    }

    private UdpInput failing(IOException failure) {
        return new UdpInput(
                reactor,
                into -> {
                    if (answers.poll() != null) {
                        return received(into, "\1gm");
                    }
                    throw failure;
                },
                SocketType.DISH,
                -1,
                owner);
    }

    @Test
    void shouldGiveAChannelUpOnlyWhenItDoesNothingButFail() {
        UdpInput input = failing(new SocketException("broken"));
        for (int round = 0; round < 3; round++) {
            answers.add("a datagram, and so a new start");
            for (int i = 1; i < UdpInput.MOST_ERRORS; i++) {
                assertThat(inside(() -> String.valueOf(input.read()))).isEqualTo("null");
            }
        }
        assertThat(owner.delivered).hasSize(3);
        assertThat(inside(() -> String.valueOf(input.read()))).isEqualTo("receiving failed: broken");
    }

    private static final class Owner implements DatagramOwner {
        final Queue<Msg> queued = new ArrayDeque<>();
        final List<Msg> delivered = new ArrayList<>();
        final List<String> drops = new ArrayList<>();

        @Override
        public void deliver(Msg msg) {
            delivered.add(msg);
        }

        @Override
        public void onInputBatchEnd() {}

        @Override
        public Msg takeNext() {
            return queued.poll();
        }

        @Override
        public void onOutputDrained() {}

        @Override
        public void onDropped(DropReason reason, Supplier<String> why) {
            drops.add(reason + " " + why.get());
        }

        @Override
        public void onEngineClosed(String reason) {
            throw new AssertionError(reason);
        }
    }
}
