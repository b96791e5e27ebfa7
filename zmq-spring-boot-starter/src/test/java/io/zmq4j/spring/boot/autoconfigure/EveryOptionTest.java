package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.ReconnectStop;
import io.zmq4j.RouterNotify;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmtpVersion;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Every option of the core can be set by a property, and the properties that there are are options. */
class EveryOptionTest {

    /** Of no use in properties: a named socket is shared by threads. */
    private static final Set<String> NOT_IN_PROPERTIES = Set.of("confined");

    private static final CurveKeys KEYS = CurveKeys.generate();

    private static final FixedBundle BUNDLE = FixedBundle.create();

    /** What a socket has beside its options. */
    private static final Set<String> NO_OPTIONS = Set.of(
            "type",
            "bind",
            "connect",
            "connect-as",
            "subscribe",
            "frames",
            "request-timeout",
            "options",
            "compat.empty-delimiter",
            "health.min-peers",
            "health.grace");

    /**
     * One option.
     *
     * @param method of the builder
     * @param types of sockets that have it
     * @param property below zmq.sockets.name
     * @param effect what the property means
     * @param beside what it is of no use without
     */
    private record Option(
            String method,
            String types,
            String property,
            String value,
            UnaryOperator<SocketConfigBuilder> effect,
            List<String> beside) {

        private Option(
                String method, String types, String property, String value, UnaryOperator<SocketConfigBuilder> effect) {
            this(method, types, property, value, effect, List.of());
        }

        @Override
        public String toString() {
            return property + "=" + value;
        }
    }

    private static Option every(
            String method, String property, String value, UnaryOperator<SocketConfigBuilder> effect) {
        return new Option(method, "pull", property, value, effect);
    }

    static Stream<Option> options() {
        return Stream.of(ofEveryType(), ofSomeTypes(), ofSecurity()).flatMap(each -> each);
    }

    /** The rules for peers that belong to a mechanism give their socket a domain of its own, besides what they say. */
    private static Stream<Option> ofSecurity() {
        UnaryOperator<SocketConfigBuilder> plainServer =
                b -> b.security(Security.plainServer()).zapDomain("set");
        UnaryOperator<SocketConfigBuilder> plainClient = b -> b.security(Security.plainClient("ann", "one"));
        UnaryOperator<SocketConfigBuilder> curveServer = b -> b.security(Security.curveServer(KEYS));
        UnaryOperator<SocketConfigBuilder> curveClient = b -> b.security(Security.curveClient(KEYS, KEYS.publicKey()));
        UnaryOperator<SocketConfigBuilder> addresses = b -> b.zapDomain("set");
        return Stream.of(
                secure("mechanism", "plain", plainServer),
                secure("users", "ann", plainServer, "mechanism=plain"),
                secure("username", "ann", plainClient, "mechanism=plain", "password=one"),
                secure("password", "one", plainClient, "mechanism=plain", "username=ann"),
                secure("role", "server", curveServer, "mechanism=curve", "key-pair=me"),
                secure("key-pair", "me", curveServer, "mechanism=curve", "role=server"),
                secure("server-key", "me", curveClient, "mechanism=curve", "key-pair=me"),
                secure(
                        "authorized-keys",
                        KEYS.publicKey(),
                        b -> curveServer.apply(b).zapDomain("set"),
                        "mechanism=curve",
                        "key-pair=me"),
                new Option(
                        "security",
                        "pull",
                        "security.tls-subjects",
                        "CN=ann",
                        b -> b.zapDomain("set").tlsClientAuthentication(true),
                        List.of("zmq.sockets.set.tls.client-authentication=true")),
                secure("allow", "10.0.0.0/8", addresses),
                secure("deny", "10.0.0.0/8, 127.0.0.1", addresses));
    }

    private static Option secure(
            String property, String value, UnaryOperator<SocketConfigBuilder> effect, String... beside) {
        List<String> all = Arrays.stream(beside)
                .map(each -> "zmq.sockets.set.security." + each)
                .toList();
        return new Option("security", "pull", "security." + property, value, effect, all);
    }

    private static Stream<Option> ofEveryType() {
        return Stream.of(
                every("linger", "linger", "3s", b -> b.linger(Duration.ofSeconds(3))),
                every("linger", "linger", "-1", b -> b.linger(SocketConfig.FOREVER)),
                every("sendTimeout", "send-timeout", "0s", b -> b.sendTimeout(Duration.ZERO)),
                every("receiveTimeout", "receive-timeout", "2m", b -> b.receiveTimeout(Duration.ofMinutes(2))),
                every("sendHwm", "send-hwm", "7", b -> b.sendHwm(7)),
                every("receiveHwm", "receive-hwm", "0", b -> b.receiveHwm(0)),
                every("sendHwmBytes", "send-hwm-bytes", "64KB", b -> b.sendHwmBytes(64 << 10)),
                every("receiveHwmBytes", "receive-hwm-bytes", "3GB", b -> b.receiveHwmBytes(3L << 30)),
                every("immediate", "immediate", "true", b -> b.immediate(true)),
                every("conflate", "conflate", "true", b -> b.conflate(true)),
                every(
                        "reconnectInterval",
                        "reconnect.interval",
                        "250ms",
                        b -> b.reconnectInterval(Duration.ofMillis(250))),
                every(
                        "reconnectMaxInterval",
                        "reconnect.max-interval",
                        "1m",
                        b -> b.reconnectMaxInterval(Duration.ofMinutes(1))),
                every(
                        "reconnectStop",
                        "reconnect.stop",
                        "refused, handshake-failed",
                        b -> b.reconnectStop(ReconnectStop.REFUSED, ReconnectStop.HANDSHAKE_FAILED)),
                every("heartbeatInterval", "heartbeat.interval", "0", b -> b.heartbeatInterval(Duration.ZERO)),
                every("heartbeatTtl", "heartbeat.ttl", "40s", b -> b.heartbeatTtl(Duration.ofSeconds(40))),
                every("heartbeatTimeout", "heartbeat.timeout", "5s", b -> b.heartbeatTimeout(Duration.ofSeconds(5))),
                every("handshakeTimeout", "handshake-timeout", "5s", b -> b.handshakeTimeout(Duration.ofSeconds(5))),
                every("connectTimeout", "connect-timeout", "4s", b -> b.connectTimeout(Duration.ofSeconds(4))),
                every("maxMessageSize", "max-message-size", "1MB", b -> b.maxMessageSize(1 << 20)),
                every("maxFrames", "max-frames", "12", b -> b.maxFrames(12)),
                every("metadata", "metadata.X-App", "test", b -> b.metadata(Map.of("X-App", "test"))),
                every("minProtocol", "min-protocol", "v2", b -> b.minProtocol(ZmtpVersion.V2)),
                every("tcpKeepAlive", "tcp.keep-alive", "false", b -> b.tcpKeepAlive(false)),
                every("tcpKeepAliveCount", "tcp.keep-alive-count", "4", b -> b.tcpKeepAliveCount(4)),
                every("tcpKeepAliveIdle", "tcp.keep-alive-idle", "2m", b -> b.tcpKeepAliveIdle(120)),
                every("tcpKeepAliveInterval", "tcp.keep-alive-interval", "10s", b -> b.tcpKeepAliveInterval(10)),
                every("sendBuffer", "tcp.send-buffer", "128KB", b -> b.sendBuffer(128 << 10)),
                every("receiveBuffer", "tcp.receive-buffer", "256KB", b -> b.receiveBuffer(256 << 10)),
                every("tos", "tcp.tos", "16", b -> b.tos(16)),
                every("backlog", "tcp.backlog", "5", b -> b.backlog(5)),
                every("ipv6", "tcp.ipv6", "false", b -> b.ipv6(false)),
                every(
                        "tcpAcceptFilters",
                        "tcp.accept-filters",
                        "10.0.0.0/8, fd00::/8",
                        b -> b.tcpAcceptFilters(List.of("10.0.0.0/8", "fd00::/8"))),
                every("tls", "tls.bundle", "orders", b -> b.tls(BUNDLE.createSslContext())),
                every(
                        "tlsClientAuthentication",
                        "tls.client-authentication",
                        "true",
                        b -> b.tlsClientAuthentication(true)),
                every("tlsVerifyHost", "tls.verify-host", "false", b -> b.tlsVerifyHost(false)),
                every("tlsProtocols", "tls.protocols", "TLSv1.3", b -> b.tlsProtocols(List.of("TLSv1.3"))),
                every(
                        "ipcAcceptUsers",
                        "ipc.accept-users",
                        "alice, bob",
                        b -> b.ipcAcceptUsers(Set.of("alice", "bob"))),
                every("ipcAcceptGroups", "ipc.accept-groups", "staff", b -> b.ipcAcceptGroups(Set.of("staff"))),
                every("socksProxy", "tcp.socks-proxy", "proxy:1080", b -> b.socksProxy("proxy:1080")),
                every("socksUsername", "tcp.socks-username", "ann", b -> b.socksUsername("ann")),
                every("socksPassword", "tcp.socks-password", "secret", b -> b.socksPassword("secret")),
                every("maxConnections", "limits.connections", "70", b -> b.maxConnections(70)),
                every(
                        "maxConnectionsPerAddress",
                        "limits.connections-per-address",
                        "7",
                        b -> b.maxConnectionsPerAddress(7)),
                every("maxHandshakes", "limits.handshakes", "0", b -> b.maxHandshakes(0)),
                every("maxHandshakeSize", "limits.handshake-size", "2KB", b -> b.maxHandshakeSize(2048)),
                every("maxSubscriptions", "limits.subscriptions", "8", b -> b.maxSubscriptions(8)),
                every("maxSubscriptionBytes", "limits.subscription-bytes", "9KB", b -> b.maxSubscriptionBytes(9 << 10)),
                every("maxSubscriptionNotices", "limits.subscription-notices", "10", b -> b.maxSubscriptionNotices(10)),
                every("zapDomain", "zap-domain", "house", b -> b.zapDomain("house")),
                every(
                        "wsAllowedOrigins",
                        "ws.allowed-origins",
                        "https://a.example, http://localhost:8080",
                        b -> b.wsAllowedOrigins(Set.of("https://a.example", "http://localhost:8080"))),
                every("affinity", "affinity", "1", b -> b.affinity(1)));
    }

    private static Stream<Option> ofSomeTypes() {
        return Stream.of(
                new Option("routingId", "req dealer router rep", "routing-id", "me", b -> b.routingId("me")),
                new Option("routerMandatory", "router", "router.mandatory", "false", b -> b.routerMandatory(false)),
                new Option("routerHandover", "router", "router.handover", "true", b -> b.routerHandover(true)),
                new Option("routerNotify", "router", "router.notify-peers", "true", b -> b.routerNotify(true)),
                new Option(
                        "routerNotify",
                        "router",
                        "router.notify-of",
                        "disconnect",
                        b -> b.routerNotify(RouterNotify.DISCONNECT)),
                new Option("probeRouter", "req dealer router", "probe-router", "true", b -> b.probeRouter(true)),
                new Option("reqCorrelate", "req", "req.correlate", "true", b -> b.reqCorrelate(true)),
                new Option("reqRelaxed", "req", "req.relaxed", "true", b -> b.reqRelaxed(true)),
                new Option("xpubVerbose", "xpub", "xpub.verbose", "true", b -> b.xpubVerbose(true)),
                new Option("xpubVerboser", "xpub", "xpub.verboser", "true", b -> b.xpubVerboser(true)),
                new Option("xpubManual", "xpub", "xpub.manual", "true", b -> b.xpubManual(true)),
                new Option(
                        "xpubManualLastValue",
                        "xpub",
                        "xpub.manual-last-value",
                        "true",
                        b -> b.xpubManualLastValue(true)),
                new Option("xpubNoDrop", "xpub pub radio", "xpub.no-drop", "true", b -> b.xpubNoDrop(true)),
                new Option("xpubWelcome", "xpub", "xpub.welcome", "hi", b -> b.xpubWelcome("hi")),
                new Option(
                        "xsubVerboseUnsubscribe",
                        "xsub",
                        "xsub.verbose-unsubscribe",
                        "true",
                        b -> b.xsubVerboseUnsubscribe(true)),
                new Option(
                        "onlyFirstSubscribe",
                        "xpub xsub",
                        "only-first-subscribe",
                        "true",
                        b -> b.onlyFirstSubscribe(true)),
                new Option("invertMatching", "pub xpub sub", "invert-matching", "true", b -> b.invertMatching(true)),
                new Option(
                        "helloMessage",
                        "router dealer client server peer",
                        "hello-message",
                        "hi",
                        b -> b.helloMessage("hi")),
                new Option(
                        "disconnectMessage",
                        "router server peer",
                        "disconnect-message",
                        "gone",
                        b -> b.disconnectMessage("gone")),
                new Option(
                        "hiccupMessage",
                        "dealer client peer",
                        "hiccup-message",
                        "again",
                        b -> b.hiccupMessage("again")),
                new Option("streamNotify", "stream", "stream.notify-peers", "false", b -> b.streamNotify(false)),
                new Option("multicastHops", "radio dish", "multicast.hops", "9", b -> b.multicastHops(9)),
                new Option("multicastLoop", "radio dish", "multicast.loop", "false", b -> b.multicastLoop(false)));
    }

    /** The one in front has the sessions of the one behind it. */
    private static boolean areOfOneBundle(@Nullable Object one, @Nullable Object other) {
        return one instanceof SSLContext first && other instanceof SSLContext second
                ? first.getClientSessionContext() == second.getClientSessionContext()
                : one == other;
    }

    private static ApplicationContextRunner runner() {
        return Starter.runner()
                .withBean(SslBundles.class, () -> new DefaultSslBundleRegistry("orders", BUNDLE))
                .withPropertyValues(
                        "zmq.security.plain.users.ann=one",
                        "zmq.security.curve.key-pairs.me.secret-key=" + KEYS.secretKey());
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldHaveItsEffectWhenItIsAProperty(Option option) {
        for (String type : option.types.split(" ")) {
            runner().withPropertyValues("zmq.sockets.plain.type=" + type, "zmq.sockets.plain.connect=tcp://localhost:1")
                    .withPropertyValues("zmq.sockets.set.type=" + type, "zmq.sockets.set.connect=tcp://localhost:1")
                    .withPropertyValues("zmq.sockets.set." + option.property + "=" + option.value)
                    .withPropertyValues(option.beside.toArray(String[]::new))
                    .run(context -> {
                        ZmqSockets sockets = context.getBean(ZmqSockets.class);
                        SocketConfig plain = sockets.spec("plain").config();
                        SocketConfig expected =
                                option.effect.apply(plain.toBuilder()).build();
                        assertThat(expected).usingRecursiveComparison().isNotEqualTo(plain);
                        assertThat(sockets.spec("set").config())
                                .usingRecursiveComparison()
                                .withEqualsForFields(EveryOptionTest::areOfOneBundle, "tls.context")
                                .isEqualTo(expected);
                    });
        }
    }

    static Stream<Option> inherited() {
        return ofEveryType();
    }

    @ParameterizedTest
    @MethodSource("inherited")
    void shouldBeInheritedWhenItIsADefault(Option option) {
        runner().withPropertyValues("zmq.sockets.set.type=pull", "zmq.sockets.set.connect=tcp://localhost:1")
                .withPropertyValues("zmq.defaults." + option.property + "=" + option.value)
                .run(context -> assertThat(
                                context.getBean(ZmqSockets.class).spec("set").config())
                        .usingRecursiveComparison()
                        .withEqualsForFields(EveryOptionTest::areOfOneBundle, "tls.context")
                        .isEqualTo(option.effect
                                .apply(SocketSpecFactory.STARTER_DEFAULTS.toBuilder())
                                .build()));
    }

    @Test
    void shouldHaveAPropertyForEveryOptionOfTheBuilder() {
        Set<String> methods = new TreeSet<>();
        for (Method method : SocketConfigBuilder.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == SocketConfigBuilder.class) {
                methods.add(method.getName());
            }
        }
        methods.removeAll(NOT_IN_PROPERTIES);
        assertThat(options().map(Option::method).collect(Collectors.toSet())).isEqualTo(methods);
    }

    @Test
    void shouldHaveAnOptionForEveryProperty() {
        Set<String> properties = leaves(SocketProperties.class, "");
        properties.removeAll(NO_OPTIONS);
        assertThat(properties).isEqualTo(testedProperties());
        Set<String> defaults = leaves(SocketOptions.class, "");
        assertThat(ofEveryType().map(EveryOptionTest::key)).containsAll(defaults);
    }

    private static Set<String> testedProperties() {
        Set<String> tested = new TreeSet<>();
        options().map(EveryOptionTest::key).forEach(tested::add);
        return tested;
    }

    /** The property without the key of an entry of its map. */
    private static String key(Option option) {
        return option.property.startsWith("metadata.") ? "metadata" : option.property;
    }

    /** The properties of a type with setters, and of the records that they take. */
    private static Set<String> leaves(Class<?> type, String prefix) {
        Set<String> names = new TreeSet<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                names.addAll(leaf(component.getName(), component.getType(), prefix));
            }
        } else {
            Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().startsWith("set") && method.getParameterCount() == 1)
                    .forEach(setter ->
                            names.addAll(leaf(setter.getName().substring(3), setter.getParameterTypes()[0], prefix)));
        }
        return names;
    }

    private static Set<String> leaf(String name, Class<?> type, String prefix) {
        String key = prefix + DataObjectPropertyName.toDashedForm(name);
        return type.isRecord() ? leaves(type, key + ".") : Set.of(key);
    }

    // -- what is written of them --

    /** What this column of the tables under this heading has, counted from 1. */
    private static Set<String> documented(String file, String heading, int column) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..").resolve(file));
        int start = lines.indexOf("## " + heading) + 1;
        assertThat(start).as("the line of '%s'", heading).isPositive();
        Set<String> names = new TreeSet<>();
        Pattern code = Pattern.compile("(?<=`)[a-z][a-z0-9.-]*(?=`)");
        lines.stream()
                .skip(start)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[column])
                .forEach(cell ->
                        code.matcher(cell).results().map(MatchResult::group).forEach(names::add));
        assertThat(names).isNotEmpty();
        return names;
    }

    @Test
    void shouldBeInTheTableOfOptions() throws IOException {
        String file = "zmq-core/OPTIONS.md";
        assertThat(documented(file, "Sockets: `SocketConfig.builder()`", 2)).isEqualTo(testedProperties());
        assertThat(documented(file, "Contexts: `ContextConfig.builder()`", 2))
                .isEqualTo(leaves(ZmqProperties.Context.class, ""));
    }

    @Test
    void shouldBeThereWhenTheReadmeNamesIt() throws IOException {
        assertThat(testedProperties()).containsAll(documented("README.md", "A consumer in two lines", 1));
    }

    // -- the context --

    @Test
    void shouldConfigureTheContext() {
        Starter.runner()
                .withPropertyValues(
                        "zmq.context.io-threads=2",
                        "zmq.context.max-sockets=17",
                        "zmq.context.thread-name-prefix=orders",
                        "zmq.context.blocky=false",
                        "zmq.context.ipv6=false",
                        "zmq.context.spin-time=20us")
                .run(context -> assertThat(context.getBean(ZmqContext.class).config())
                        .isEqualTo(ContextConfig.builder()
                                .ioThreads(2)
                                .maxSockets(17)
                                .threadNamePrefix("orders")
                                .blocky(false)
                                .ipv6(false)
                                .spinTime(Duration.ofNanos(20_000))
                                .build()));
        Starter.runner()
                .run(context ->
                        assertThat(context.getBean(ZmqContext.class).config()).isEqualTo(ContextConfig.defaults()));
    }

    @ParameterizedTest
    @CsvSource({
        "zmq.sockets.s.affinity=0, 0, false",
        "zmq.defaults.linger=3s, 3, false",
        "zmq.sockets.s.linger=4s, 4, false",
        "zmq.defaults.tcp.ipv6=true, 0, true",
    })
    void shouldSettleWhatSocketsDoThatSayNothingOfIt(String property, int lingerSeconds, boolean ipv6) {
        Starter.runner()
                .withPropertyValues("zmq.context.blocky=false", "zmq.context.ipv6=false")
                .withPropertyValues("zmq.sockets.s.type=pull", "zmq.sockets.s.bind=inproc://s", property)
                .run(context -> {
                    SocketConfig config =
                            context.getBean(ZmqSockets.class).spec("s").config();
                    assertThat(config.linger()).isEqualTo(Duration.ofSeconds(lingerSeconds));
                    assertThat(config.tcp().ipv6()).isEqualTo(ipv6);
                });
    }

    @Test
    void shouldTakeADefaultBackWhenAListIsEmpty() {
        Starter.runner()
                .withPropertyValues(
                        "zmq.defaults.tcp.accept-filters=10.0.0.0/8",
                        "zmq.defaults.reconnect.stop=refused",
                        "zmq.sockets.s.type=pull",
                        "zmq.sockets.s.bind=inproc://s",
                        "zmq.sockets.s.tcp.accept-filters=",
                        "zmq.sockets.s.reconnect.stop=")
                .run(context -> {
                    SocketConfig config =
                            context.getBean(ZmqSockets.class).spec("s").config();
                    assertThat(config.tcp().acceptFilters()).isEmpty();
                    assertThat(config.reconnect().stop()).isEmpty();
                });
    }
}
