package io.zmq4j.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatternsTest {

    private static Pattern create(SocketType type) {
        return Patterns.create(type, SocketConfig.defaults(), (reason, messages) -> {}, () -> 0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepToWhatTheTypeSaysItCan(SocketType type) {
        Pattern pattern = create(type);
        if (!type.canSend()) {
            assertThatThrownBy(() -> pattern.out().trySend(Msg.of("m")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining(type.name());
            assertThat(pattern.out().canSend()).isFalse();
        }
        if (!type.canReceive()) {
            assertThatThrownBy(() -> pattern.in().tryReceive())
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining(type.name());
        }
        assertThat(pattern.in().canReceive()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldStandADetachOfWhatIsNotAttachedAndASecondOne(SocketType type) {
        TestSocket socket = new TestSocket(type);
        Pipe stranger = PipePair.of(0, 0).first();
        socket.pattern.in().detach(stranger);
        socket.pattern.out().detach(stranger);
        TestPeer peer = socket.connect("a");
        Pipe pipe = peer.socketPipe;
        for (int i = 0; i < 2; i++) {
            socket.pattern.out().detach(pipe);
            socket.pattern.in().detach(pipe);
        }
        socket.pattern.in().readable(pipe);
        socket.pattern.out().writable(pipe);
        // a STREAM tells that the peer has come and gone, and that is all
        assertThat(socket.canReceive()).isEqualTo(type == SocketType.STREAM);
        assertThat(pipe.inboundIndex()).isEqualTo(-1);
        assertThat(pipe.outboundIndex()).isEqualTo(-1);
    }
}
