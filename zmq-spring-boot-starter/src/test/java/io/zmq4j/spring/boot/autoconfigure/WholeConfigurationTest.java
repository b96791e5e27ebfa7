package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.ZmqSockets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One file with a word of everything. */
class WholeConfigurationTest {

    private static final String YML =
            """
            zmq:
              context: { io-threads: 1, max-sockets: 1023 }
              defaults:
                linger: 1s
                send-hwm: 1000
                receive-hwm: 1000
                send-timeout: 5s
                reconnect: { interval: 100ms, max-interval: 5s }
                heartbeat: { interval: 10s, timeout: 30s }
                handshake-timeout: 30s
                max-message-size: 64MB
                tcp: { keep-alive: true, send-buffer: 256KB, receive-buffer: 256KB }
              sockets:
                orders: { type: pull, bind: "tcp://127.0.0.1:*" }
                prices:
                  type: sub
                  connect: [ "tcp://127.0.0.1:5556", "tcp://localhost:5556" ]
                  subscribe: [ EUR., USD. ]
                  frames: topic-payload
                events: { type: pub, bind: "tcp://127.0.0.1:*", frames: topic-headers-payload }
                quotes:
                  type: router
                  bind: "tcp://127.0.0.1:${QUOTES_PORT:0}"
                  security: { mechanism: curve, role: server, key-pair: quotes, authorized-keys: "file:${KEYS}/clients.keys" }
                quotes-client:
                  type: dealer
                  connect: tcp://localhost:5570
                  request-timeout: 2s
                  security: { mechanism: curve, key-pair: me, server-key: "${QUOTES_PUB}" }
                  options: { immediate: true, conflate: false, tos: 0 }
              security:
                curve:
                  key-pairs:
                    quotes: { public-key: "${QUOTES_PUB}", secret-key: "${QUOTES_SECRET}" }
                    me: { location: "file:${KEYS}/me.key" }
                plain: { users: { alice: "${ALICE_PW}" } }
              template:
                default-socket: events
                reply-timeout: 5s
                observation-enabled: false
              listener:
                auto-startup: true
                concurrency: 1
                queue-capacity: 256
                batch-size: 64
                shutdown-timeout: 10s
                observation-enabled: false
                retry: { enabled: false, max-retries: 3, initial-interval: 100ms, multiplier: 2, max-interval: 5s }
                dead-letter-socket: ""
              header:
                accept: [ "traceparent", "tracestate", "app_*" ]
                send: [ "traceparent", "tracestate", "contentType", "app_*" ]
              monitor: { enabled: true }
            management: { endpoints: { web: { exposure: { include: [ health, metrics, zmq ] } } } }
            """;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @TempDir
    private Path directory;

    @Test
    void shouldStart() throws Exception {
        CurveKeys quotes = CurveKeys.generate();
        CurveKeys me = CurveKeys.generate();
        Files.writeString(directory.resolve("clients.keys"), me.publicKey() + " me\n");
        Files.writeString(directory.resolve("me.key"), SecurityTest.certificate(me, true, "me"));
        Path file = Files.writeString(directory.resolve("application.yml"), YML);
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.config.location=" + file.toUri(),
                        "--KEYS=" + directory,
                        "--QUOTES_PUB=" + quotes.publicKey(),
                        "--QUOTES_SECRET=" + quotes.secretKey(),
                        "--ALICE_PW=wonder")) {
            ZmqSockets sockets = application.getBean(ZmqSockets.class);
            assertThat(sockets.names())
                    .containsExactly("orders", "prices", "events", "quotes", "quotes-client")
                    .allMatch(sockets::isOpen);
            assertThat(application.getEnvironment().getProperty("local.zmq.quotes.port", Integer.class))
                    .isEqualTo(sockets.boundPort("quotes"));
            assertThat(sockets.spec("events").frames()).isEqualTo(FrameMode.TOPIC_HEADERS_PAYLOAD);
            SocketConfig client = sockets.spec("quotes-client").config();
            assertThat(client.security()).isInstanceOf(Security.CurveClient.class);
            assertThat(client.queues().immediate()).isTrue();
            assertThat(client.linger()).isEqualTo(Duration.ofSeconds(1));
        }
    }
}
