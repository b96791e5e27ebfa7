package io.zmq4j.interop;

import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.testing.LibZmqOption;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of publishers and subscribers, the publisher being the first part. */
class PublishInteropTest extends LibZmqScenarios {

    private static final Setting VERBOSE = Setting.on(SocketConfigBuilder::xpubVerbose, LibZmqOption.XPUB_VERBOSE);
    private static final Setting VERBOSER = Setting.on(SocketConfigBuilder::xpubVerboser, LibZmqOption.XPUB_VERBOSER);
    private static final Setting MANUAL = Setting.on(SocketConfigBuilder::xpubManual, LibZmqOption.XPUB_MANUAL);
    private static final Setting INVERTED =
            Setting.on(SocketConfigBuilder::invertMatching, LibZmqOption.INVERT_MATCHING);
    private static final Setting WELCOME =
            Setting.of(SocketConfigBuilder::xpubWelcome, LibZmqOption.XPUB_WELCOME_MSG, bytes("welcome"));

    private static final int TOPICS = 10_000;

    private static void awaitNotice(PeerSocket xpub, PeerSocket subscriber, String notice) {
        Line.awaitSubscription(xpub, subscriber, bytes(notice));
    }

    private PeerSocket joinedSubscriber(Way way, PeerSocket xpub, String topic) {
        PeerSocket xsub = second(way, XSUB);
        send(xsub, "\u0001" + topic);
        way.join(xpub, xsub);
        awaitNotice(xpub, xsub, "\u0001" + topic);
        return xsub;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldWelcomeASubscriber(Way way) {
        PeerSocket xpub = first(way, XPUB, WELCOME);
        PeerSocket sub = second(way, SUB);
        sub.subscribe(bytes("welcome"));
        way.join(xpub, sub);
        Waiting.until("a welcome", () -> {
            xpub.receive(Duration.ofMillis(1)); // libzmq looks for new peers only when it is called
            return texts(sub.receive(Duration.ofMillis(20))).equals(List.of("welcome"));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldHearOfTheFirstSubscriptionAndTheLastCancellationOnly(Way way) {
        assertHears(way, first(way, XPUB), false, false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldHearOfEverySubscriptionWhenVerbose(Way way) {
        assertHears(way, first(way, XPUB, VERBOSE), true, false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldHearOfEveryCancellationTooWhenMoreVerbose(Way way) {
        assertHears(way, first(way, XPUB, VERBOSER), true, true);
    }

    private void assertHears(Way way, PeerSocket xpub, boolean repeatedSubscription, boolean repeatedCancellation) {
        PeerSocket one = joinedSubscriber(way, xpub, "one");
        PeerSocket two = joinedSubscriber(way, xpub, "two");
        send(one, "\u0001t");
        assertReceives(xpub, "\u0001t");
        send(two, "\u0001t");
        send(two, "\u0001next");
        if (repeatedSubscription) {
            assertReceives(xpub, "\u0001t");
        }
        assertReceives(xpub, "\u0001next");
        send(two, "\u0000t");
        send(two, "\u0000next");
        if (repeatedCancellation) {
            assertReceives(xpub, "\u0000t");
        }
        assertReceives(xpub, "\u0000next");
        send(one, "\u0000t");
        assertReceives(xpub, "\u0000t");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldSubscribeAPeerToSomethingElseWhenManual(Way way) {
        PeerSocket xpub = first(way, XPUB, MANUAL);
        PeerSocket xsub = joinedSubscriber(way, xpub, "A");
        xpub.subscribe(bytes("B"));
        send(xpub, "A1");
        send(xpub, "B1");
        assertReceives(xsub, "B1");
        send(xsub, "\u0000A");
        assertReceives(xpub, "\u0000A");
        xpub.unsubscribe(bytes("B"));
        send(xpub, "B2");
        send(xsub, "\u0001C");
        assertReceives(xpub, "\u0001C");
        xpub.subscribe(bytes("C"));
        send(xpub, "B3");
        send(xpub, "C3");
        assertReceives(xsub, "C3");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldDeliverWhatWasNotSubscribedToWhenInverted(Way way) {
        PeerSocket xpub = first(way, XPUB, INVERTED);
        PeerSocket sub = second(way, SUB, INVERTED);
        sub.subscribe(bytes("no"));
        way.join(xpub, sub);
        awaitNotice(xpub, sub, "\u0001no");
        send(xpub, "no, thanks");
        send(xpub, "yes", "please");
        assertReceives(sub, "yes", "please");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#toFirst")
    void shouldTellANewPublisherOfAllSubscriptions(Way way) {
        PeerSocket sub = second(way, SUB, Setting.hwm(0));
        for (int i = 0; i < TOPICS; i++) {
            sub.subscribe(bytes("topic " + i));
        }
        PeerSocket xpub = first(way, XPUB, Setting.hwm(0));
        String endpoint = xpub.bind(way.transport().endpoint());
        sub.connect(endpoint);
        for (int restarts = 0; ; restarts++) {
            assertHearsOfAllTopics(xpub, sub);
            send(xpub, "topic " + (TOPICS - 1 - restarts));
            assertReceives(sub, "topic " + (TOPICS - 1 - restarts));
            if (restarts == 2) {
                break;
            }
            xpub.close();
            xpub = first(way, XPUB, Setting.hwm(0));
            Line.bindAgain(xpub, endpoint);
        }
    }

    private static void assertHearsOfAllTopics(PeerSocket xpub, PeerSocket sub) {
        Set<String> heard = new HashSet<>();
        Waiting.until("all topics are known", () -> {
            assertThat(sub.receive(Duration.ZERO)).isNull();
            for (List<byte[]> next = xpub.receive(Duration.ofMillis(20));
                    next != null;
                    next = xpub.receive(Duration.ofMillis(20))) {
                assertThat(heard.add(texts(next).get(0))).as("each topic once").isTrue();
            }
            return heard.size() == TOPICS;
        });
        assertThat(heard).allMatch(notice -> notice.startsWith("\u0001topic "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldHearWhatASubscriberSendsUpstream(Way way) {
        PeerSocket xpub = first(way, XPUB);
        PeerSocket xsub = joinedSubscriber(way, xpub, "A");
        send(xsub, "to the publisher");
        assertReceives(xpub, "to the publisher");
        send(xsub, "", "of two frames");
        assertReceives(xpub, "", "of two frames");
        send(xpub, "A", "to the subscriber");
        assertReceives(xsub, "A", "to the subscriber");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldSubscribeToTopicsOfEverySize(Way way) {
        PeerSocket xpub = first(way, XPUB);
        PeerSocket xsub = joinedSubscriber(way, xpub, "A");
        // libzmq walks its tree by recursion, so one of 100,000 bytes would end the process
        for (int size : new int[] {0, 1, 64, 65, 244, 245, 246, 254, 255, 256, 1_000}) {
            String topic = "t".repeat(size);
            send(xsub, "\u0001" + topic);
            assertReceives(xpub, "\u0001" + topic);
            send(xpub, topic + "!");
            assertReceives(xsub, topic + "!");
            send(xsub, "\u0000" + topic);
            assertReceives(xpub, "\u0000" + topic);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldDeliverWhatAModelSaysWhateverIsSubscribedTo(Way way) {
        PeerSocket xpub = first(way, XPUB);
        PeerSocket sub = second(way, SUB);
        sub.subscribe(bytes("mark"));
        way.join(xpub, sub);
        awaitNotice(xpub, sub, "\u0001mark");
        Random random = new Random(way.hashCode());
        Map<String, Integer> model = new HashMap<>();
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 5; i++) {
                change(sub, word(random), random.nextBoolean(), model);
            }
            sub.subscribe(bytes("round " + round));
            for (String notice = ""; !notice.equals("\u0001round " + round); ) {
                notice = texts(receive(xpub)).get(0);
            }
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String topic = word(random) + i;
                send(xpub, topic);
                if (model.keySet().stream().anyMatch(topic::startsWith)) {
                    wanted.add(topic);
                }
            }
            send(xpub, "mark");
            for (String topic : wanted) {
                assertReceives(sub, topic);
            }
            assertReceives(sub, "mark");
        }
    }

    private static void change(PeerSocket sub, String topic, boolean subscribe, Map<String, Integer> model) {
        if (subscribe) {
            sub.subscribe(bytes(topic));
            model.merge(topic, 1, Integer::sum);
        } else if (model.containsKey(topic)) {
            sub.unsubscribe(bytes(topic));
            model.computeIfPresent(topic, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** One to four letters of two kinds, so that many begin alike. */
    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(4); length > 0; length--) {
            word.append(random.nextBoolean() ? 'a' : 'b');
        }
        return word.toString();
    }
}
