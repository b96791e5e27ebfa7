package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class SubscribersTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    void shouldMissNoSubscriberThatWasWaitedFor(Transport transport) {
        ZmqSocket pub = sockets.bound(SocketType.PUB, transport);
        assertThat(pub.awaitSubscribers("news", 1, Waiting.MOMENT)).isFalse();
        Crew crew = new Crew();
        crew.once("publishes when both are there", () -> {
            assertThat(pub.awaitSubscribers("news.sport", 2, Waiting.SOON)).isTrue();
            pub.send(Msg.of("news.sport"));
        });
        ZmqSocket all = sockets.connected(SocketType.SUB, pub);
        all.subscribe("");
        ZmqSocket news = sockets.connected(SocketType.SUB, pub);
        news.subscribe("news");
        news.subscribe("news.sport");
        TestSockets.assertReceives(all, "news.sport");
        TestSockets.assertReceives(news, "news.sport");
        crew.assertDone();
    }

    @OverTransports
    void shouldCountThePeersThatWouldGetAMessage(Transport transport) {
        ZmqSocket xpub = sockets.bound(SocketType.XPUB, transport);
        ZmqSocket a = sockets.connected(SocketType.SUB, xpub);
        ZmqSocket ab = sockets.connected(SocketType.SUB, xpub);
        a.subscribe("a");
        ab.subscribe("a");
        ab.subscribe("b");
        assertThat(xpub.awaitSubscribers("a", 2, Waiting.SOON)).isTrue();
        assertThat(xpub.awaitSubscribers("b", 1, Waiting.SOON)).isTrue();
        assertThat(xpub.subscribers("abc")).isEqualTo(2);
        assertThat(xpub.subscribers("b")).isEqualTo(1);
        assertThat(xpub.subscribers("c")).isZero();
        assertThat(xpub.subscribers("")).isZero();
        ab.unsubscribe("a");
        Waiting.until("one subscriber of a", () -> xpub.subscribers("a") == 1);
        a.close();
        Waiting.until("no subscriber of a", () -> xpub.subscribers("a") == 0);
        assertThat(xpub.subscribers("b")).isEqualTo(1);
    }

    @Test
    void shouldCountTheOthersWhenMatchingIsInverted() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.INPROC, options -> options.invertMatching(true));
        ZmqSocket sub = sockets.connected(SocketType.SUB, pub, options -> options.invertMatching(true));
        sub.subscribe("a");
        Waiting.until("a subscriber of b", () -> pub.subscribers("b") == 1);
        Waiting.until("none of a", () -> pub.subscribers("a") == 0);
    }

    @Test
    void shouldEndTheWaitForSubscribersWhenInterrupted() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.TCP);
        Crew crew = new Crew();
        crew.once("interrupted", () -> {
                    assertThatThrownBy(() -> pub.awaitSubscribers("a", 1, Waiting.SOON))
                            .isInstanceOf(ZmqInterruptedException.class);
                    assertThat(Thread.interrupted()).isTrue();
                })
                .interrupt();
        crew.assertDone();
        assertThat(pub.awaitSubscribers("a", 0, Duration.ZERO)).isTrue();
    }

    @Test
    void shouldRefuseToCountWhereNobodySubscribes() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        assertThatThrownBy(() -> push.subscribers("a"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PUB, XPUB");
    }
}
