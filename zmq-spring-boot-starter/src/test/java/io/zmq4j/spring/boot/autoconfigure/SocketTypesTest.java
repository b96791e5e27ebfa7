package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Sockets of every type that there is, declared by properties, exchange a message over tcp and ipc. */
class SocketTypesTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private static final String PAIRS =
            """
            push   | pull
            pub    | sub
            xpub   | sub
            pub    | xsub
            req    | rep
            dealer | rep
            dealer | router
            pair   | pair
            client | server
            radio  | dish
            scatter| gather
            peer   | peer
            channel| channel
            stream | stream
            """;

    private static Set<SocketType> typesOfPairs() {
        Set<SocketType> types = EnumSet.noneOf(SocketType.class);
        PAIRS.lines().forEach(line -> {
            for (String name : line.split("\\|")) {
                types.add(SocketType.of(name));
            }
        });
        return types;
    }

    @Test
    void shouldTryEveryType() {
        Set<SocketType> types = typesOfPairs();
        types.add(SocketType.DGRAM); // which has a test of its own, as it is for udp only
        assertThat(types).isEqualTo(EnumSet.allOf(SocketType.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = PAIRS)
    void shouldExchangeAMessageWhenDeclaredByProperties(String from, String to) {
        for (String endpoint : new String[] {"tcp://127.0.0.1:0", "ipc://" + directory.resolve(from + "-" + to)}) {
            Starter.runner().withPropertyValues(bound(to, endpoint)).run(receiving -> {
                ZmqSocket receiver = receiving.getBean(ZmqSockets.class).get("in");
                Starter.runner()
                        .withPropertyValues("zmq.sockets.out.type=" + from)
                        .withPropertyValues("zmq.sockets.out.connect="
                                + receiver.boundEndpoints().get(0))
                        .run(sending -> {
                            ZmqSocket sender = sending.getBean(ZmqSockets.class).get("out");
                            assertThat(sender.type()).isEqualTo(SocketType.of(from));
                            assertThat(receiver.type()).isEqualTo(SocketType.of(to));
                            assertExchanges(sender, receiver);
                        });
            });
        }
    }

    private static String[] bound(String type, String endpoint) {
        String wanted =
                switch (SocketType.of(type)) {
                    case SUB, XSUB, DISH -> "zmq.sockets.in.subscribe=news";
                    default -> "zmq.sockets.in.linger=0s";
                };
        return new String[] {"zmq.sockets.in.type=" + type, "zmq.sockets.in.bind=" + endpoint, wanted};
    }

    private static void assertExchanges(ZmqSocket sender, ZmqSocket receiver) {
        Msg received =
                switch (sender.type()) {
                    case PUB, XPUB, RADIO -> publish(sender, receiver);
                    case STREAM -> stream(sender, receiver);
                    case PEER -> {
                        int id = sender.connectPeer(receiver.boundEndpoints().get(0));
                        sender.send(Msg.of("news").withRoutingId(id));
                        yield receiver.receive(SOON);
                    }
                    case DEALER -> {
                        sender.send(Msg.of("", "news"));
                        yield receiver.receive(SOON);
                    }
                    default -> {
                        sender.send(Msg.of("news"));
                        yield receiver.receive(SOON);
                    }
                };
        Msg msg = Objects.requireNonNull(received, "nothing received");
        assertThat(msg.string(msg.size() - 1)).isEqualTo("news");
    }

    private static Msg publish(ZmqSocket sender, ZmqSocket receiver) {
        Msg news = Msg.of("news").withGroup("news");
        long end = System.nanoTime() + SOON.toNanos();
        Msg received = null;
        while (received == null && System.nanoTime() < end) {
            sender.send(news);
            received = receiver.receive(Duration.ofMillis(20));
        }
        return Objects.requireNonNull(received, "nothing received");
    }

    private static Msg stream(ZmqSocket sender, ZmqSocket receiver) {
        Msg came = Objects.requireNonNull(sender.receive(SOON), "no connection");
        sender.send(Msg.of(came.bytes(0), "news".getBytes()));
        Msg first = Objects.requireNonNull(receiver.receive(SOON), "no connection");
        return first.length(1) > 0 ? first : Objects.requireNonNull(receiver.receive(SOON), "nothing received");
    }

    @Test
    void shouldExchangeDatagramsWhenDeclaredByProperties() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.in.type=dgram", "zmq.sockets.in.bind=udp://127.0.0.1:*")
                .run(receiving -> {
                    ZmqSocket receiver = receiving.getBean(ZmqSockets.class).get("in");
                    String endpoint = receiver.boundEndpoints().get(0);
                    Starter.runner()
                            .withPropertyValues("zmq.sockets.out.type=dgram", "zmq.sockets.out.connect=" + endpoint)
                            .run(sending -> {
                                ZmqSocket sender =
                                        sending.getBean(ZmqSockets.class).get("out");
                                sender.send(Msg.of("", "news"));
                                assertThat(receiver.receive(SOON)).isNotNull().satisfies(msg -> assertThat(
                                                msg.string(1))
                                        .isEqualTo("news"));
                            });
                });
    }

    @Test
    void shouldPublishOverUdpWhenDeclaredByProperties() {
        Starter.runner().withPropertyValues(bound("dish", "udp://127.0.0.1:*")).run(receiving -> {
            ZmqSocket receiver = receiving.getBean(ZmqSockets.class).get("in");
            Starter.runner()
                    .withPropertyValues("zmq.sockets.out.type=radio")
                    .withPropertyValues("zmq.sockets.out.connect="
                            + receiver.boundEndpoints().get(0))
                    .run(sending ->
                            assertExchanges(sending.getBean(ZmqSockets.class).get("out"), receiver));
        });
    }

    @Test
    void shouldNameTheTypesThatThereAreWhenTheTypeIsMissing() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    Throwable cause = context.getStartupFailure();
                    while (!(cause instanceof InvalidConfigurationPropertyValueException invalid)) {
                        assertThat(cause).isNotNull();
                        cause = cause.getCause();
                    }
                    assertThat(invalid.getName()).isEqualTo("zmq.sockets.s.type");
                    assertThat(invalid.getReason()).contains("it is missing, allowed: [channel, client, dealer, dgram");
                });
    }
}
