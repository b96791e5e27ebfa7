package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor shows of the keys. */
class ConfigurationMetadataTest {

    private static final String LOCATION = "META-INF/spring-configuration-metadata.json";

    private static JsonNode metadata() {
        try {
            List<URL> all = Collections.list(
                    ConfigurationMetadataTest.class.getClassLoader().getResources(LOCATION));
            for (URL url : all) {
                try (InputStream in = url.openStream()) {
                    JsonNode tree = JsonMapper.shared().readTree(in);
                    for (JsonNode property : tree.get("properties")) {
                        if (property.get("name").asString().startsWith("zmq.")) {
                            return tree;
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no " + LOCATION + " has a key under zmq");
    }

    static Stream<JsonNode> properties() {
        return metadata().get("properties").valueStream();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void shouldHaveDescriptionWhenItIsAKey(JsonNode property) {
        assertThat(property.path("description").asString(""))
                .as("%s", property)
                .endsWith(".")
                .hasSizeGreaterThan(10);
        assertThat(property.path("type").asString("")).as("%s", property).isNotEmpty();
    }

    @Test
    void shouldTellTheDefaultsThatTheSocketsHave() {
        String[] defaults = properties()
                .filter(property -> property.get("name").asString().startsWith("zmq.defaults."))
                .filter(property -> property.has("defaultValue"))
                .map(property -> property.get("name").asString() + "="
                        + property.get("defaultValue").asString())
                .toArray(String[]::new);
        assertThat(defaults).hasSizeGreaterThan(20);
        Starter.runner()
                .withPropertyValues(defaults)
                .withPropertyValues("zmq.sockets.s.type=pull", "zmq.sockets.s.bind=inproc://s")
                .run(context -> assertThat(
                                context.getBean(ZmqSockets.class).spec("s").config())
                        .usingRecursiveComparison()
                        .isEqualTo(SocketSpecFactory.STARTER_DEFAULTS));
    }

    @Test
    void shouldKnowKeysAndDefaultsWhenAskedForThem() {
        Set<String> names = new HashSet<>();
        properties().forEach(property -> {
            names.add(property.get("name").asString());
            if (property.get("name").asString().equals("zmq.defaults.linger")) {
                assertThat(property.get("defaultValue").asString()).isEqualTo("1s");
            }
        });
        assertThat(names)
                .contains(
                        "zmq.context.io-threads",
                        "zmq.defaults.linger",
                        "zmq.defaults.heartbeat.interval",
                        "zmq.defaults.tcp.keep-alive",
                        "zmq.sockets",
                        "zmq.template.default-socket",
                        "zmq.listener.queue-capacity",
                        "zmq.header.accept",
                        "zmq.security.curve.key-pairs",
                        "zmq.security.plain.users");
        assertThat(metadata().get("hints").valueStream().map(hint -> hint.get("name")
                        .asString()))
                .contains("zmq.security.curve.key-pairs.keys", "zmq.security.plain.users.keys");
    }
}
