package io.zmq4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZmqSocketSpecTest {

    private static final String TCP = "tcp://127.0.0.1:5555";

    @Test
    void shouldHaveTheDefaultsOfItsType() {
        ZmqSocketSpec spec =
                ZmqSocketSpec.builder("prices", SocketType.SUB).connect(TCP).build();

        assertThat(spec.frames()).isEqualTo(FrameMode.TOPIC_PAYLOAD);
        assertThat(spec.config()).isEqualTo(SocketConfig.defaults());
        assertThat(spec.bind()).isEmpty();
        assertThat(spec.subscribe()).isEmpty();
        assertThat(spec.emptyDelimiter()).isFalse();
    }

    @Test
    void shouldMakeARouterReportUnknownPeersUnlessToldOtherwise() {
        ZmqSocketSpec.Builder builder =
                ZmqSocketSpec.builder("quotes", SocketType.ROUTER).bind(TCP);

        assertThat(builder.build().config().routing().mandatory()).isTrue();
        assertThat(builder.config(c -> c.routerMandatory(false))
                        .build()
                        .config()
                        .routing()
                        .mandatory())
                .isFalse();
    }

    @Test
    void shouldBeTheSameAfterAChangeOfNothing() {
        ZmqSocketSpec spec = ZmqSocketSpec.builder("s", SocketType.XSUB)
                .bind(TCP)
                .connect("inproc://a", "inproc://b")
                .subscribe("EUR.", "")
                .frames(FrameMode.TOPIC_HEADERS_PAYLOAD)
                .emptyDelimiter(true)
                .config(config -> config.sendHwm(7))
                .build();

        assertThat(spec.toBuilder().build()).isEqualTo(spec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "events/orders", "a\tb"})
    void shouldRefuseANameThatIsNoDestination(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ZmqSocketSpec.builder(name, SocketType.PULL).bind(TCP).build())
                .withMessage("socket name is '%s', allowed: at least one character, no blanks and no '/'", name);
    }

    @Test
    void shouldRefuseASocketWithoutEndpoint() {
        refused(
                ZmqSocketSpec.builder("orders", SocketType.PULL),
                "socket 'orders' (PULL): bind and connect are both empty, allowed: at least one endpoint in either");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5555", "localhost:5555", "tcp:/x", "://x", "tcp://", "tcp://a b"})
    void shouldRefuseWhatIsNoEndpoint(String endpoint) {
        refused(
                ZmqSocketSpec.builder("orders", SocketType.PULL).bind(TCP, endpoint),
                "socket 'orders' (PULL): bind endpoint is '" + endpoint + "', allowed: transport://address");
        refused(
                ZmqSocketSpec.builder("orders", SocketType.PULL).connect(endpoint),
                "socket 'orders' (PULL): connect endpoint is '" + endpoint + "', allowed: transport://address");
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SUB", "XSUB", "DISH"})
    void shouldRefuseSubscriptionsOnATypeWithoutThem(SocketType type) {
        refused(
                ZmqSocketSpec.builder("s", type).bind(TCP).subscribe("EUR."),
                "socket 's' (" + type + "): subscribe is [EUR.], allowed: nothing");
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"SERVER", "CLIENT", "RADIO", "DISH", "GATHER", "SCATTER", "PEER", "CHANNEL"})
    void shouldRefuseSeveralFramesOnATypeOfSingleOnes(SocketType type) {
        refused(
                ZmqSocketSpec.builder("s", type).bind(TCP).frames(FrameMode.HEADERS_PAYLOAD),
                "frames is HEADERS_PAYLOAD, allowed: PAYLOAD or RAW");
    }

    @Test
    void shouldRefuseAnEmptyDelimiterThatHasNoPlace() {
        refused(
                ZmqSocketSpec.builder("s", SocketType.PUSH).bind(TCP).emptyDelimiter(true),
                "socket 's' (PUSH): emptyDelimiter is true with frames PAYLOAD, allowed: true only with a topic frame");
    }

    @Test
    void shouldRefuseASocketForOneThread() {
        refused(
                ZmqSocketSpec.builder("s", SocketType.PUSH).bind(TCP).config(config -> config.confined(true)),
                "socket 's' (PUSH): confined is true, allowed: false");
    }

    @Test
    void shouldKnowFrameModesByTheirNamesInConfiguration() {
        assertThat(FrameMode.of(" Topic-Headers-Payload ")).isEqualTo(FrameMode.TOPIC_HEADERS_PAYLOAD);
        assertThat(FrameMode.of("raw")).isEqualTo(FrameMode.RAW);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameMode.of("topic"))
                .withMessage("frames 'topic' is unknown, allowed: "
                        + "[payload, topic-payload, headers-payload, topic-headers-payload, raw]");
    }

    private static void refused(ZmqSocketSpec.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
    }

    private static void assertRefused(ZmqSocketSpec.Builder builder, String reason) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(reason);
    }

    @Test
    void shouldRefuseNamesOfPeersThatCannotBe() {
        assertRefused(
                ZmqSocketSpec.builder("s", SocketType.DEALER).connectAs(TCP, "x"), "only ROUTER and STREAM name peers");
        ZmqSocketSpec.Builder twice = ZmqSocketSpec.builder("s", SocketType.ROUTER);
        assertRefused(twice.connect(TCP).connectAs(TCP, "x"), "allowed: one that is in connect once");
        assertRefused(ZmqSocketSpec.builder("s", SocketType.ROUTER).connectAs(TCP, ""), "allowed: 1 to 255");
        assertRefused(
                ZmqSocketSpec.builder("s", SocketType.ROUTER).connectAs(TCP, "x".repeat(256)), "allowed: 1 to 255");
        assertRefused(
                ZmqSocketSpec.builder("s", SocketType.ROUTER).connectAs(TCP, "\0x"), "do not begin with a zero byte");
        assertRefused(
                ZmqSocketSpec.builder("s", SocketType.ROUTER)
                        .connectAs(TCP, "x")
                        .connectAs("inproc://a", "x"),
                "another routing id for each endpoint");
    }

    @Test
    void shouldKeepNamesOfPeersWhenChanged() {
        ZmqSocketSpec spec = ZmqSocketSpec.builder("s", SocketType.STREAM)
                .connectAs(TCP, "page")
                .build();
        assertThat(spec.connect()).containsExactly(TCP);
        assertThat(spec.toBuilder().build()).isEqualTo(spec);
    }
}
