package io.zmq4j.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.MimeTypeUtils;

class ZmqHeaderMapperTest {

    private final ZmqHeaderMapper mapper = new ZmqHeaderMapper();

    @Test
    void shouldSendOnlyWhatIsAllowed() {
        assertThat(sent(
                        mapper,
                        Map.of(
                                "app_count",
                                3,
                                "contentType",
                                MimeTypeUtils.APPLICATION_JSON,
                                "traceparent",
                                "00-1-2-01".getBytes(UTF_8),
                                "secret",
                                "x",
                                "zmq_topic",
                                "EUR")))
                .isEqualTo(Map.of("app_count", "3", "contentType", "application/json", "traceparent", "00-1-2-01"));
    }

    @Test
    void shouldAcceptOnlyWhatIsAllowed() {
        assertThat(accepted(mapper, Map.of("app_x", "1", "contentType", "text/plain", "other", "2")))
                .containsEntry("app_x", "1")
                .doesNotContainKeys("contentType", "other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zmq_routingId",
                "zmq_topic",
                "ZMQ_envelope",
                "zmq_replySender",
                "replyChannel",
                "errorChannel",
                "errorchannel"
            })
    void shouldLetNoPatternTakeWhatSteersAMessage(String name) {
        ZmqHeaderMapper open = mapper.accept("*").send("*");

        assertThat(accepted(open, Map.of(name, "x", "other", "y")))
                .doesNotContainKey(name)
                .containsEntry("other", "y");
        assertThat(sent(open, Map.of(name, "x", "other", "y"))).isEqualTo(Map.of("other", "y"));
    }

    @Test
    void shouldAlwaysTransportCorrelationAndErrors() {
        ZmqHeaderMapper closed = mapper.accept().send();
        Map<String, String> headers =
                Map.of("zmq_correlationId", "7", "zmq_errorClass", "a.B", "zmq_errorMessage", "no", "app_x", "1");

        assertThat(sent(closed, new HashMap<>(headers)))
                .containsOnlyKeys("zmq_correlationId", "zmq_errorClass", "zmq_errorMessage");
        assertThat(accepted(closed, headers))
                .containsKeys("zmq_correlationId", "zmq_errorClass", "zmq_errorMessage")
                .doesNotContainKey("app_x");
    }

    @Test
    void shouldKeepTheIdAndTimestampOfTheReceivedMessageItsOwn() {
        MessageHeaders headers = accepted(mapper.accept("*"), Map.of("id", "forged", "timestamp", "1"));

        assertThat(headers.getId()).isNotNull();
        assertThat(headers.getTimestamp()).isGreaterThan(1);
    }

    private static MessageHeaders accepted(ZmqHeaderMapper mapper, Map<String, String> received) {
        return mapper.toHeaders(received);
    }

    private static Map<String, String> sent(ZmqHeaderMapper mapper, Map<String, Object> headers) {
        Map<String, String> target = new HashMap<>();
        mapper.fromHeaders(new MessageHeaders(headers), target);
        return target;
    }

    @ParameterizedTest(name = "{0} lets {1} in: {2}")
    @CsvSource({
        "*, tenant, true",
        "*|!tenant, tenant, false",
        "!tenant|*, tenant, false",
        "*|!ten*, tenant, false",
        "*|!ten*, region, true",
        "!tenant, region, false",
        "!tenant, tenant, false",
        "tenant|!tenant, tenant, false",
        "*nant, tenant, true",
        "t*t, tenant, true",
        "Tenant, tenant, false",
        "\\!tenant, !tenant, true",
        "\\!tenant, tenant, false",
        "*|!zmq_*, zmq_correlationId, true",
        "*, replyChannel, false",
        "*, zmq_routingId, false",
    })
    void shouldLetInAndOutWhatThePatternsAllowAndNothingElse(String patterns, String name, boolean allowed) {
        String[] each = patterns.split("\\|");
        ZmqHeaderMapper mapper = new ZmqHeaderMapper().accept(each).send(each);

        assertThat(mapper.toHeaders(Map.of(name, "v")).containsKey(name)).isEqualTo(allowed);
        Map<String, String> sent = new HashMap<>();
        mapper.fromHeaders(new MessageHeaders(Map.of(name, "v")), sent);
        assertThat(sent.containsKey(name)).isEqualTo(allowed);
    }
}
