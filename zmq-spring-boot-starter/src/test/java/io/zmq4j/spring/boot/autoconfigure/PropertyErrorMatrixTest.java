package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.PropertyKeys.Key;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.util.unit.DataSize;

/**
 * A wrong value for every key there is, and what an operator reads of it: the key, the value, where it is set and what is
 * allowed. The keys are those of the classes that they are bound to, so that a new one fails here until it has its row.
 */
class PropertyErrorMatrixTest {

    private static final String ORIGIN = "line 7 of application.yml";
    private static final Origin FILE = new Origin() {
        @Override
        public String toString() {
            return ORIGIN;
        }
    };
    private static final String LONG_TEXT = "x".repeat(256);

    /** Values of a wrong kind, by the kind of the key. */
    private static final Map<Class<?>, String> OF_ANOTHER_KIND = Map.of(
            int.class, "many",
            Integer.class, "many",
            Long.class, "many",
            long.class, "many",
            double.class, "many",
            boolean.class, "perhaps",
            Boolean.class, "perhaps",
            Duration.class, "soon",
            DataSize.class, "much");

    /** Values of the right kind that are not allowed, by key; others that they need follow, after blanks. */
    private static final Map<String, String> NOT_ALLOWED = rows(
            """
            zmq.context.io-threads=0
            zmq.context.max-sockets=0
            zmq.context.spin-time=2ms
            zmq.context.thread-name-prefix=
            zmq.listener.async-timeout=-1s
            zmq.listener.batch-size=0
            zmq.listener.concurrency=0
            zmq.listener.dead-letter-socket=lost
            zmq.listener.queue-capacity=0
            zmq.listener.retry.initial-interval=-1ms
            zmq.listener.retry.jitter=-1ms
            zmq.listener.retry.max-interval=0s
            zmq.listener.retry.max-retries=-1
            zmq.listener.retry.multiplier=0.5
            zmq.listener.shutdown-timeout=0s
            zmq.template.default-socket=lost
            zmq.template.max-pending-requests=0
            zmq.proxies.s.frontend.bind=nonsense frontend.type=pull backend=s
            zmq.proxies.s.frontend.connect=nonsense frontend.type=pull backend=s
            zmq.proxies.s.frontend.socket=lost backend=s
            zmq.proxies.s.backend.bind=nonsense backend.type=pull frontend=s
            zmq.proxies.s.backend.connect=nonsense backend.type=pull frontend=s
            zmq.proxies.s.backend.socket=lost frontend=s
            zmq.proxies.s.capture.bind=nonsense capture.type=pub frontend=s backend=s
            zmq.proxies.s.capture.connect=nonsense capture.type=pub frontend=s backend=s
            zmq.proxies.s.capture.socket=lost frontend=s backend=s
            zmq.sockets.s.affinity=2
            zmq.sockets.s.bind=nonsense
            zmq.sockets.s.connect=nonsense
            zmq.sockets.s.connect-as[0].endpoint=nonsense connect-as[0].routing-id=x type=router
            zmq.sockets.s.connect-as[0].routing-id= connect-as[0].endpoint=tcp://localhost:1 type=router
            zmq.sockets.s.connect-timeout=-1s
            zmq.sockets.s.disconnect-message=gone
            zmq.sockets.s.handshake-timeout=-1s
            zmq.sockets.s.health.grace=-1s
            zmq.sockets.s.health.min-peers=-1
            zmq.sockets.s.heartbeat.interval=-1s
            zmq.sockets.s.heartbeat.timeout=-1s
            zmq.sockets.s.heartbeat.ttl=3h
            zmq.sockets.s.hello-message=hello
            zmq.sockets.s.hiccup-message=hiccup
            zmq.sockets.s.ipc.accept-groups[0]=
            zmq.sockets.s.ipc.accept-users[0]=
            zmq.sockets.s.limits.connections=-1
            zmq.sockets.s.limits.connections-per-address=-1
            zmq.sockets.s.limits.handshake-size=4GB
            zmq.sockets.s.limits.handshakes=-1
            zmq.sockets.s.limits.subscription-bytes=-1B
            zmq.sockets.s.limits.subscription-notices=-1
            zmq.sockets.s.limits.subscriptions=-1
            zmq.sockets.s.max-frames=0
            zmq.sockets.s.max-message-size=-5B
            zmq.sockets.s.metadata.s=x
            zmq.sockets.s.options.s=x
            zmq.sockets.s.multicast.hops=0 type=radio
            zmq.sockets.s.receive-hwm=-1
            zmq.sockets.s.receive-hwm-bytes=-1B
            zmq.sockets.s.reconnect.max-interval=-1s
            zmq.sockets.s.routing-id=me
            zmq.sockets.s.security.allow=nowhere
            zmq.sockets.s.security.authorized-keys=abc
            zmq.sockets.s.security.deny=10.0.0.0/40
            zmq.sockets.s.security.key-pair=lost security.mechanism=curve security.role=server
            zmq.sockets.s.security.password=secret
            zmq.sockets.s.security.server-key=abc
            zmq.sockets.s.security.tls-subjects=nobody
            zmq.sockets.s.security.username=ann
            zmq.sockets.s.security.users=lost
            zmq.sockets.s.send-hwm=-1
            zmq.sockets.s.send-hwm-bytes=-1B
            zmq.sockets.s.subscribe=EUR.
            zmq.sockets.s.tcp.accept-filters=10.0.0.0/33
            zmq.sockets.s.tcp.backlog=0
            zmq.sockets.s.tcp.keep-alive-count=-3
            zmq.sockets.s.tcp.keep-alive-idle=1500ms
            zmq.sockets.s.tcp.keep-alive-interval=0s
            zmq.sockets.s.tcp.receive-buffer=-1B
            zmq.sockets.s.tcp.send-buffer=4GB
            zmq.sockets.s.tcp.socks-password=LONG
            zmq.sockets.s.tcp.socks-proxy=nonsense
            zmq.sockets.s.tcp.socks-username=LONG
            zmq.sockets.s.tcp.tos=256
            zmq.sockets.s.tls.bundle=lost
            zmq.sockets.s.tls.protocols=SSLv3
            zmq.sockets.s.ws.allowed-origins[0]=example.com
            zmq.sockets.s.xpub.welcome=hello
            zmq.sockets.s.zap-domain=LONG
            """);

    /** Keys of which every value of their kind is allowed, with the reason. */
    private static final Map<String, String> ALWAYS_ALLOWED = rows(
            """
            zmq.header.accept=any pattern
            zmq.header.send=any pattern
            zmq.sockets.s.linger=less than zero is without limit
            zmq.sockets.s.receive-timeout=less than zero is without limit
            zmq.sockets.s.send-timeout=less than zero is without limit
            zmq.sockets.s.reconnect.interval=less than zero is never
            zmq.sockets.s.request-timeout=what is over at once fails at once
            zmq.template.receive-timeout=what is over at once fails at once
            zmq.template.reply-timeout=what is over at once fails at once
            """);

    private static Map<String, String> rows(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(row -> row[0], row -> row[1].replace("LONG", LONG_TEXT)));
    }

    static List<Key> ofKinds() {
        return PropertyKeys.all().stream()
                .filter(key -> key.type() != String.class)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ofKinds")
    void shouldExplainTheValueWhenItIsOfAnotherKind(Key key) {
        String wrong = key.type().isEnum() ? "bogus" : OF_ANOTHER_KIND.get(key.type());
        assertThat(wrong).as("a wrong value for %s", key.type()).isNotNull();
        assertExplained(key.name(), wrong, key.name() + "=" + wrong);
    }

    static Set<String> notAllowed() {
        return new TreeSet<>(NOT_ALLOWED.keySet());
    }

    @ParameterizedTest
    @MethodSource("notAllowed")
    void shouldExplainTheValueWhenItIsNotAllowed(String key) {
        String[] row = NOT_ALLOWED.get(key).split(" ");
        String parent = key.startsWith("zmq.proxies.") ? "zmq.proxies.s." : "zmq.sockets.s.";
        String[] properties = Stream.concat(
                        Stream.of(key + "=" + row[0]),
                        Arrays.stream(row).skip(1).map(other -> parent + other))
                .toArray(String[]::new);
        assertExplained(key, row[0], properties);
    }

    /** Security is tested by its own table, see InvalidSecurityTest, as the keys depend on each other. */
    @Test
    void shouldHaveARowForEveryKeyOfTextOrNumber() {
        Set<String> known = new TreeSet<>(ALWAYS_ALLOWED.keySet());
        NOT_ALLOWED.keySet().forEach(key -> known.add(key.replaceFirst("(users|groups|origins)\\[0]$", "$1")));
        assertThat(PropertyKeys.all().stream()
                        .filter(key -> !key.type().isEnum() && key.type() != boolean.class)
                        .filter(key -> key.type() != Boolean.class)
                        .map(Key::name)
                        .filter(name -> !name.startsWith("zmq.defaults.") && !name.startsWith("zmq.security.")))
                .allSatisfy(name -> assertThat(known).contains(name));
        assertThat(ofKinds().size() + NOT_ALLOWED.size()).isGreaterThan(80);
    }

    private static void assertExplained(String key, String value, String... properties) {
        AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
        Starter.runner()
                .withConfiguration(
                        AutoConfigurations.of(ZmqProxyAutoConfiguration.class, ZmqHealthAutoConfiguration.class))
                .withInitializer(started::set)
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new OriginTrackedMapPropertySource("file", values(properties))))
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = analyze(context.getStartupFailure(), started.get());
                    String name = key.replaceFirst("\\[0]$", "").replaceFirst("^(zmq\\.proxies\\..*)\\.socket$", "$1");
                    assertThat(analysis).as("explanation").isNotNull();
                    assertThat(analysis.getDescription())
                            .contains(name.replaceFirst("(metadata)\\.s$", "$1"))
                            .contains(ORIGIN)
                            .containsIgnoringCase("reason");
                    if (key.contains("password")) {
                        assertThat(analysis.getDescription()).doesNotContain("\"" + value);
                    } else if (!key.contains(".security.")) {
                        assertThat(analysis.getDescription()).contains(value);
                    }
                    assertThat(analysis.getAction()).isNotBlank();
                });
    }

    /** As of a file, so that each has an origin. */
    private static Map<String, OriginTrackedValue> values(String... properties) {
        Map<String, OriginTrackedValue> values = new LinkedHashMap<>();
        Stream.concat(Stream.of("zmq.sockets.s.type=pull", "zmq.sockets.s.bind=inproc://s"), Arrays.stream(properties))
                .map(property -> property.split("=", 2))
                .forEach(property -> values.put(property[0], OriginTrackedValue.of(property[1], FILE)));
        return values;
    }

    /** As Boot does it when an application does not start. */
    private static @Nullable FailureAnalysis analyze(Throwable failure, ConfigurableApplicationContext context) {
        ArgumentResolver arguments = ArgumentResolver.of(Environment.class, context.getEnvironment())
                .and(BeanFactory.class, context.getBeanFactory());
        // some are for libraries that are not there
        FailureHandler missing = (type, name, unused) -> {};
        for (FailureAnalyzer analyzer :
                SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, arguments, missing)) {
            FailureAnalysis analysis = analyzer.analyze(failure);
            if (analysis != null) {
                return analysis;
            }
        }
        return null;
    }
}
