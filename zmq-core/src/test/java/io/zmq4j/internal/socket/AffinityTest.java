package io.zmq4j.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ContextConfig;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.session.Child;
import io.zmq4j.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which io threads the connections of a socket are put on. */
class AffinityTest {

    private final Ctx ctx = new Ctx(ContextConfig.builder().ioThreads(4).build());

    @AfterEach
    void close() {
        ctx.close();
    }

    private static Set<Reactor> reactors(ZmqSocket socket) {
        return ((SocketCore) socket).children().stream().map(Child::reactor).collect(Collectors.toSet());
    }

    @Test
    void shouldUseOnlyTheThreadsThatItAllows() {
        SocketConfig pinned = SocketConfig.builder().affinity(0b1010).build();
        Set<Reactor> allowed =
                Set.of(ctx.ioThread(0b0010).reactor(), ctx.ioThread(0b1000).reactor());
        ZmqSocket pull = ctx.socket(SocketType.PULL, pinned);
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        List<ZmqSocket> pushes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ZmqSocket push = ctx.socket(SocketType.PUSH, pinned);
            push.connect(endpoint);
            pushes.add(push);
        }
        Waiting.until("10 peers", () -> pull.stats().readyPeers() == 10);
        assertThat(reactors(pull)).isEqualTo(allowed);
        pushes.forEach(push -> assertThat(allowed).containsAll(reactors(push)));
    }

    @Test
    void shouldSpreadConnectionsOverAllThreadsWithoutIt() {
        ZmqSocket pull = ctx.socket(SocketType.PULL, SocketConfig.defaults());
        String endpoint = pull.bind("tcp://127.0.0.1:*");
        ZmqSocket push = ctx.socket(SocketType.PUSH, SocketConfig.defaults());
        for (int i = 0; i < 12; i++) {
            push.connect(endpoint);
        }
        Waiting.until("12 peers", () -> pull.stats().readyPeers() == 12);
        assertThat(reactors(push)).hasSize(4);
    }
}
