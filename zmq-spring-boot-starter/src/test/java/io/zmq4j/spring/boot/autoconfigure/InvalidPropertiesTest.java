package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.boot.Starter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

class InvalidPropertiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            bind=inproc://a | type | it is missing
            type=pull | bind | neither zmq.sockets.s.bind nor
            type=pull bind=orders | bind | it is no endpoint
            type=pull bind=tpc://*:1 | bind | transport 'tpc' is unknown
            type=pull bind=tcp://127.0.0.1 | bind | is no TCP address
            type=pull bind=tcp://*:70000 | bind | port is 70000
            type=pull connect=tcp://localhost:0 | connect | port is 0
            type=pull connect=tcp://localhost:* | connect | port * cannot be connected
            type=pull connect=tcp://*:5555 | connect | host * cannot be connected
            type=pull connect=tcp://;localhost:5555 | connect | is no source
            type=pull connect=tcp://eth0:x;localhost:5555 | connect | is no source, allowed
            type=pull connect=tcp://eth0;localhost | connect | is no TCP address
            type=pull bind=tcp://eth0;127.0.0.1:1 | bind | is no TCP address
            type=dish bind=udp://127.0.0.1 | bind | is no UDP address
            type=dish bind=udp://;239.1.2.3:5555 | bind | is no interface
            type=dish bind=udp://lo;239.1.2.3:70000 | bind | port is 70000
            type=radio connect=udp://*:5555 | connect | host * cannot be connected
            type=pull bind=ws://127.0.0.1/path | bind | is no TCP address
            type=pull connect=ws://*:5555/path | connect | host * cannot be connected
            type=pull bind=ipc://@abstract | bind | Java cannot use
            type=pull connect=ipc://* | connect | path * cannot be connected
            type=pull bind=ipc:///tmp/01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789 | bind | allowed: up to 106
            type=pull bind=inproc://a subscribe=EUR | subscribe | only on [dish, sub, xsub]
            type=pull bind=inproc://a router.mandatory=true | router.mandatory | only on [router]
            type=pull bind=inproc://a router.handover=true | router.handover | only on [router]
            type=pull bind=inproc://a router.notify-peers=true | router.notify-peers | only on [router]
            type=pull bind=inproc://a req.correlate=true | req.correlate | only on [req]
            type=pull bind=inproc://a req.relaxed=true | req.relaxed | only on [req]
            type=pull bind=inproc://a xpub.verbose=true | xpub.verbose | only on [xpub]
            type=pull bind=inproc://a xpub.no-drop=true | xpub.no-drop | only on [pub, radio, xpub]
            type=pull bind=inproc://a xpub.welcome=hi | xpub.welcome | only on [xpub]
            type=pull bind=inproc://a routing-id=me | routing-id | only on [dealer, rep, req, router]
            type=router bind=inproc://a router.notify-peers=true router.notify-of=connect | router.notify-of | one of both
            type=pull bind=inproc://a router.notify-of=connect | router.notify-of | only on [router]
            type=pull bind=inproc://a xpub.manual-last-value=true | xpub.manual-last-value | only on [xpub]
            type=xpub bind=inproc://a xsub.verbose-unsubscribe=true | xsub.verbose-unsubscribe | only on [xsub]
            type=sub bind=inproc://a only-first-subscribe=true | only-first-subscribe | only on [xpub, xsub]
            type=router bind=inproc://a stream.notify-peers=true | stream.notify-peers | only on [stream]
            type=pub bind=inproc://a multicast.hops=2 | multicast.hops | only on [dgram, dish, radio]
            type=pub bind=inproc://a multicast.loop=false | multicast.loop | only on [dgram, dish, radio]
            type=radio bind=inproc://a multicast.hops=0 | multicast.hops | multicastHops is 0
            type=pull bind=inproc://a hello-message=hi | hello-message | only on [client, dealer, peer, router, server]
            type=dealer bind=inproc://a disconnect-message=hi | disconnect-message | only on [peer, router, server]
            type=router bind=inproc://a hiccup-message=hi | hiccup-message | only on [client, dealer, peer]
            type=pull bind=inproc://a probe-router=true | probe-router | only on [dealer, req, router]
            type=pull bind=inproc://a invert-matching=true | invert-matching | only on [pub, sub, xpub]
            type=rep bind=inproc://a conflate=true | conflate | only on [dealer, pub, pull, push, sub]
            type=pull bind=inproc://a compat.empty-delimiter=true | compat.empty-delimiter | has no such delimiter
            type=pull bind=inproc://a send-hwm=-1 | send-hwm | sendHwm is -1
            type=pull bind=inproc://a receive-hwm=-2 | receive-hwm | receiveHwm is -2
            type=pull bind=inproc://a send-hwm-bytes=-1B | send-hwm-bytes | sendHwmBytes is -1
            type=pull bind=inproc://a receive-hwm-bytes=-1B | receive-hwm-bytes | receiveHwmBytes is -1
            type=pull bind=inproc://a tcp.accept-filters=10.0.0.0/33 | tcp.accept-filters | tcpAcceptFilters has '10.0.0.0/33', allowed
            type=pull bind=inproc://a ipc.accept-users[0]= | ipc.accept-users | ipcAcceptUsers has
            type=pull bind=inproc://a ws.allowed-origins[0]=example.com | ws.allowed-origins | wsAllowedOrigins has
            type=pull bind=inproc://a ipc.accept-groups[0]= | ipc.accept-groups | ipcAcceptGroups has
            type=pull bind=inproc://a max-message-size=-5B | max-message-size | maxMessageSize is -5
            type=pull bind=inproc://a max-frames=0 | max-frames | maxFrames is 0
            type=pull bind=inproc://a handshake-timeout=-1s | handshake-timeout | zero or more
            type=pull bind=inproc://a connect-timeout=-1s | connect-timeout | zero or more
            type=pull bind=inproc://a heartbeat.interval=-1s | heartbeat.interval | zero or more
            type=pull bind=inproc://a heartbeat.timeout=-1s | heartbeat.timeout | zero or more
            type=pull bind=inproc://a heartbeat.ttl=3h | heartbeat.ttl | up to
            type=pull bind=inproc://a reconnect.max-interval=-1s | reconnect.max-interval | zero or more
            type=pull bind=inproc://a metadata.Name=x | metadata | must begin with X-
            type=pull bind=inproc://a tcp.tos=256 | tcp.tos | 0 to 255
            type=pull bind=inproc://a tcp.backlog=0 | tcp.backlog | backlog is 0
            type=pull bind=inproc://a tcp.send-buffer=4GB | tcp.send-buffer | less than 2GB
            type=pull bind=inproc://a tcp.receive-buffer=-1B | tcp.receive-buffer | receiveBuffer is -1
            type=pull bind=inproc://a tcp.keep-alive-idle=1500ms | tcp.keep-alive-idle | whole seconds
            type=pull bind=inproc://a tcp.keep-alive-interval=0s | tcp.keep-alive-interval | whole seconds
            type=pull bind=tls://127.0.0.1 | bind | is no TCP address
            type=pull bind=inproc://a tls.bundle=lost | tls.bundle | there are no SSL bundles
            type=pull bind=inproc://a tls.protocols=SSLv3 | tls.protocols | tlsProtocols are [SSLv3]
            type=pull bind=inproc://a tcp.keep-alive-count=-3 | tcp.keep-alive-count | tcpKeepAliveCount is -3
            """)
    void shouldNamePropertyAndReasonWhenSocketOptionIsInvalid(String options, String key, String reason) {
        String[] properties = Arrays.stream(options.strip().split(" +"))
                .map(option -> "zmq.sockets.s." + option)
                .toArray(String[]::new);
        Starter.runner()
                .withPropertyValues(properties)
                .run(context -> assertInvalid(root(context.getStartupFailure()), "zmq.sockets.s." + key, reason));
    }

    @ParameterizedTest
    @CsvSource({
        "zmq.context.io-threads=0, zmq.context.io-threads, ioThreads is 0",
        "zmq.context.max-sockets=0, zmq.context.max-sockets, maxSockets is 0",
        "zmq.context.thread-name-prefix=, zmq.context.thread-name-prefix, threadNamePrefix is blank",
        "zmq.context.spin-time=2ms, zmq.context.spin-time, allowed: from zero to PT0.001S",
        "zmq.defaults.send-hwm=-1, zmq.defaults.send-hwm, sendHwm is -1",
        "zmq.listener.concurrency=0, zmq.listener.concurrency, concurrency is 0",
        "zmq.listener.queue-capacity=0, zmq.listener.queue-capacity, queueCapacity is 0",
        "zmq.listener.batch-size=0, zmq.listener.batch-size, batchSize is 0",
        "zmq.listener.shutdown-timeout=0s, zmq.listener.shutdown-timeout, more than zero",
        "zmq.listener.async-timeout=-1s, zmq.listener.async-timeout, more than zero",
        "zmq.template.max-pending-requests=0, zmq.template.max-pending-requests, maxPendingRequests is 0",
    })
    void shouldNamePropertyAndReasonWhenGlobalOptionIsInvalid(String property, String key, String reason) {
        Starter.runner()
                .withPropertyValues(property)
                .run(context -> assertInvalid(root(context.getStartupFailure()), key, reason));
    }

    private static void assertInvalid(Throwable failure, String key, String reason) {
        assertThat(failure).isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, invalid -> {
            assertThat(invalid.getName()).isEqualTo(key);
            assertThat(invalid.getReason()).contains(reason);
        });
    }

    /** The exception that names the property, below those of the beans around it. */
    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof InvalidConfigurationPropertyValueException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Test
    void shouldNameTheElementWhenOneOfSeveralEndpointsIsInvalid() {
        Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.s.type=pull", "zmq.sockets.s.bind[0]=inproc://a", "zmq.sockets.s.bind[1]=nonsense")
                .run(context ->
                        assertInvalid(root(context.getStartupFailure()), "zmq.sockets.s.bind[1]", "it is no endpoint"));
    }

    @Test
    void shouldNameTheBundlesThereAreWhenASocketNamesAnother() {
        Starter.runner()
                .withBean(SslBundles.class, () -> new DefaultSslBundleRegistry("orders", FixedBundle.create()))
                .withPropertyValues(
                        "zmq.sockets.s.type=pull", "zmq.sockets.s.bind=inproc://a", "zmq.sockets.s.tls.bundle=lost")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("zmq.sockets.s.tls.bundle")
                        .hasStackTraceContaining("allowed: [orders]"));
    }

    @Test
    void shouldRefuseSocketNameWhenItHasSlash() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.[a/b].type=pull", "zmq.sockets.[a/b].bind=inproc://a")
                .run(context -> assertInvalid(root(context.getStartupFailure()), "zmq.sockets.a/b", "no '/'"));
    }

    @ParameterizedTest
    @CsvSource({
        "type=pul, type",
        "frames=topics, frames",
        "send-hwm=many, send-hwm",
        "linger=soon, linger",
        "min-protocol=v4, min-protocol",
        "send-hwm-bytes=much, send-hwm-bytes",
        "reconnect.stop=never, reconnect.stop"
    })
    void shouldFailToBindWhenValueIsOfTheWrongType(String option, String key) {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=pull", "zmq.sockets.s.bind=inproc://a")
                .withPropertyValues("zmq.sockets.s." + option)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("zmq.sockets.s." + key));
    }

    @ParameterizedTest
    @CsvSource({"zmq.sockets.s.send-hvm=1", "zmq.listner.concurrency=2", "zmq.sockets.s.securty.mechanism=curve"})
    void shouldRefuseToStartWhenKeyIsUnknown(String property) {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=pull", "zmq.sockets.s.bind=inproc://a", property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(UnboundConfigurationPropertiesException.class)
                        .rootCause()
                        .hasMessageContaining(property.substring(0, property.indexOf('='))));
    }
}
