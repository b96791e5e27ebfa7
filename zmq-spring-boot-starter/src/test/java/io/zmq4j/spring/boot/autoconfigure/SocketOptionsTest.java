package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfig;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From properties to the options of a socket. */
class SocketOptionsTest {

    @Test
    void shouldBeBoundedWhenSocketSaysNothingElse() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=dealer", "zmq.sockets.s.bind=inproc://s")
                .run(context -> {
                    SocketConfig config =
                            context.getBean(ZmqSockets.class).spec("s").config();
                    assertThat(config.linger()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(config.sendTimeout()).isEqualTo(Duration.ofSeconds(5));
                    assertThat(config.reconnect().interval()).isEqualTo(Duration.ofMillis(100));
                    assertThat(config.reconnect().maxInterval()).isEqualTo(Duration.ofSeconds(5));
                    assertThat(config.heartbeat().interval()).isEqualTo(Duration.ofSeconds(10));
                    assertThat(config.heartbeat().timeout()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(config.handshake().timeout()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(config.handshake().maxMessageSize()).isEqualTo(64L << 20);
                });
    }

    @Test
    void shouldInheritDefaultsAndOverrideThemWhenSocketHasOptions() {
        Starter.runner()
                .withPropertyValues(
                        "zmq.defaults.linger=3s",
                        "zmq.defaults.send-hwm=7",
                        "zmq.defaults.tcp.keep-alive=true",
                        "zmq.defaults.reconnect.interval=250ms",
                        "zmq.sockets.s.type=router",
                        "zmq.sockets.s.bind[0]=inproc://s",
                        "zmq.sockets.s.bind[1]=tcp://127.0.0.1:0",
                        "zmq.sockets.s.connect=tcp://localhost:5555",
                        "zmq.sockets.s.send-hwm=8",
                        "zmq.sockets.s.receive-hwm=9",
                        "zmq.sockets.s.send-timeout=-1",
                        "zmq.sockets.s.receive-timeout=2s",
                        "zmq.sockets.s.immediate=true",
                        "zmq.sockets.s.connect-timeout=4s",
                        "zmq.sockets.s.max-frames=12",
                        "zmq.sockets.s.metadata.X-App=test",
                        "zmq.sockets.s.affinity=1",
                        "zmq.sockets.s.reconnect.max-interval=9s",
                        "zmq.sockets.s.heartbeat.ttl=40s",
                        "zmq.sockets.s.tcp.keep-alive-idle=60s",
                        "zmq.sockets.s.tcp.keep-alive-count=4",
                        "zmq.sockets.s.tcp.keep-alive-interval=10s",
                        "zmq.sockets.s.tcp.send-buffer=128KB",
                        "zmq.sockets.s.tcp.receive-buffer=256KB",
                        "zmq.sockets.s.tcp.tos=16",
                        "zmq.sockets.s.tcp.backlog=5",
                        "zmq.sockets.s.tcp.ipv6=false",
                        "zmq.sockets.s.routing-id=me",
                        "zmq.sockets.s.probe-router=true",
                        "zmq.sockets.s.router.mandatory=false",
                        "zmq.sockets.s.router.handover=true",
                        "zmq.sockets.s.router.notify-peers=true",
                        "zmq.sockets.s.frames=headers-payload")
                .run(context -> {
                    ZmqSocketSpec spec = context.getBean(ZmqSockets.class).spec("s");
                    assertThat(spec.bind()).containsExactly("inproc://s", "tcp://127.0.0.1:0");
                    assertThat(spec.connect()).containsExactly("tcp://localhost:5555");
                    assertThat(spec.frames()).isEqualTo(FrameMode.HEADERS_PAYLOAD);
                    SocketConfig config = spec.config();
                    assertThat(config.linger()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(config.sendTimeout()).isEqualTo(SocketConfig.FOREVER);
                    assertThat(config.receiveTimeout()).isEqualTo(Duration.ofSeconds(2));
                    assertThat(config.queues()).isEqualTo(new SocketConfig.Queues(8, 9, true, false, 0, 0));
                    assertThat(config.reconnect())
                            .isEqualTo(new SocketConfig.Reconnect(
                                    Duration.ofMillis(250), Duration.ofSeconds(9), Set.of()));
                    assertThat(config.heartbeat().ttl()).isEqualTo(Duration.ofSeconds(40));
                    assertThat(config.handshake().connectTimeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(config.handshake().maxFrames()).isEqualTo(12);
                    assertThat(config.handshake().metadata()).containsEntry("X-App", "test");
                    assertThat(config.affinity()).isEqualTo(1);
                    assertThat(config.tcp())
                            .isEqualTo(
                                    new SocketConfig.Tcp(1, 4, 60, 10, 128 << 10, 256 << 10, 16, 5, false, List.of()));
                    assertThat(config.routing().routingId()).isEqualTo("me".getBytes());
                    assertThat(config.routing().mandatory()).isFalse();
                    assertThat(config.routing().handover()).isTrue();
                    assertThat(config.routing().notifyPeers()).isTrue();
                    assertThat(config.routing().probe()).isTrue();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zmq.sockets.s.subscribe=        | ''",
                "zmq.sockets.s.subscribe[0]=     | ''",
                "zmq.sockets.s.subscribe=EUR,USD | EUR;USD",
                "zmq.sockets.s.send-hwm=1        | none"
            })
    void shouldSubscribeToEverythingWhenTopicIsEmptyAndToNothingWhenThereIsNone(String property, String topics) {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=sub", "zmq.sockets.s.bind=inproc://s", property)
                .run(context -> assertThat(
                                context.getBean(ZmqSockets.class).spec("s").subscribe())
                        .isEqualTo(topics.equals("none") ? List.of() : List.of(topics.split(";", -1))));
    }

    @Test
    void shouldSetPatternOptionsWhenTypeHasThem() {
        Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.x.type=xpub",
                        "zmq.sockets.x.bind=inproc://x",
                        "zmq.sockets.x.xpub.verbose=true",
                        "zmq.sockets.x.xpub.verboser=true",
                        "zmq.sockets.x.xpub.manual=true",
                        "zmq.sockets.x.xpub.no-drop=true",
                        "zmq.sockets.x.xpub.welcome=hello",
                        "zmq.sockets.x.invert-matching=true",
                        "zmq.sockets.q.type=req",
                        "zmq.sockets.q.bind=inproc://q",
                        "zmq.sockets.q.req.correlate=true",
                        "zmq.sockets.q.req.relaxed=true",
                        "zmq.sockets.c.type=pub",
                        "zmq.sockets.c.bind=inproc://c",
                        "zmq.sockets.c.conflate=true",
                        "zmq.sockets.c.compat.empty-delimiter=true")
                .run(context -> {
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    SocketConfig.Pub pub = sockets.spec("x").config().pub();
                    assertThat(List.of(pub.verbose(), pub.verboser(), pub.manual(), pub.noDrop(), pub.invertMatching()))
                            .containsOnly(true);
                    assertThat(pub.welcome()).isEqualTo("hello".getBytes());
                    assertThat(sockets.spec("q").config().req()).isEqualTo(new SocketConfig.Req(true, true));
                    assertThat(sockets.spec("c").config().queues().conflate()).isTrue();
                    assertThat(sockets.spec("c").emptyDelimiter()).isTrue();
                });
    }
}
