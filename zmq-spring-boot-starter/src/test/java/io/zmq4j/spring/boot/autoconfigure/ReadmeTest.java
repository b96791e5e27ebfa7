package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.template.ZmqTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

/** The short examples of the README do what they say, with the yml that stands there, inside one process. */
class ReadmeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

    record Tick(double rate) {}

    record QuoteRequest(String currency) {}

    record Quote(String currency, double rate) {}

    record Job(int id) {}

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Subscriber {

        @ZmqListener("prices")
        void on(@Payload Tick tick, @Header(ZmqHeaders.RECEIVED_TOPIC) String topic) {
            RECEIVED.add(topic + " " + tick.rate());
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Server {

        @ZmqListener(socket = "quotes", concurrency = "8")
        Quote quote(QuoteRequest request) {
            return new Quote(request.currency(), 1.5);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Worker {

        @ZmqListener(socket = "jobs", concurrency = "4")
        void work(Job job, @Header(ZmqHeaders.DELIVERY_ATTEMPT) int attempt) {
            RECEIVED.add(job.id() + "/" + attempt);
            if (job.id() == 13) {
                throw new IllegalStateException("thirteen");
            }
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Plain {}

    @TempDir
    private Path directory;

    /** The only block of yml of the example that begins so, its sockets joined inside the process. */
    private static String yml(String title) throws Exception {
        String text = Files.readString(Path.of("../README.md"));
        int start = text.indexOf("\n**" + title);
        assertThat(start).as("the place of '%s'", title).isPositive();
        int end = text.indexOf("\n**", start + 3);
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(text.substring(start, end < 0 ? text.length() : end))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks.get(0).replaceAll("tcp://(\\*|localhost):(\\d+)", "inproc://readme-$2");
    }

    private ConfigurableApplicationContext start(Class<?> application, String yml) throws Exception {
        RECEIVED.clear();
        Path file = Files.writeString(directory.resolve("application.yml"), yml);
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run("--spring.config.location=" + file.toUri());
    }

    private static ZmqSocket peer(ConfigurableApplicationContext application, SocketType type, String endpoint) {
        ZmqSocket peer = application.getBean(ZmqContext.class).socket(type);
        peer.connect(endpoint);
        return peer;
    }

    @Test
    void shouldPublish() throws Exception {
        try (ConfigurableApplicationContext application = start(Subscriber.class, yml("Publish and subscribe"))) {
            ZmqTemplate template = application.getBean(ZmqTemplate.class);
            await().atMost(SOON).until(() -> {
                template.publish("ticks", "EUR.USD", new Tick(1.0842));
                template.publish("ticks", "JPY.USD", new Tick(0.0064));
                return !RECEIVED.isEmpty();
            });
            assertThat(RECEIVED).containsOnly("EUR.USD 1.0842");
        }
    }

    @Test
    void shouldAnswer() throws Exception {
        try (ConfigurableApplicationContext application = start(Server.class, yml("Request and reply"))) {
            ZmqTemplate template = application.getBean(ZmqTemplate.class);
            assertThat(template.request("quotes-client", new QuoteRequest("EUR"), Quote.class))
                    .isEqualTo(new Quote("EUR", 1.5));
            CompletableFuture<Quote> later =
                    template.requestAsync("quotes-client", new QuoteRequest("USD"), Quote.class);
            assertThat(later.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new Quote("USD", 1.5));
        }
    }

    @Test
    void shouldTryAgainAndThenBuryWhatFails() throws Exception {
        try (ConfigurableApplicationContext application = start(Worker.class, yml("A pool of workers"));
                ZmqSocket push = peer(application, SocketType.PUSH, "inproc://readme-5557");
                ZmqSocket buried = peer(application, SocketType.PULL, "inproc://readme-5558")) {
            push.send(Msg.of("{\"id\":13}"));
            push.send(Msg.of("{\"id\":14}"));
            Msg letter = buried.receive(SOON);
            assertThat(letter).isNotNull();
            assertThat(letter.string(0)).contains("thirteen");
            assertThat(letter.string(1)).isEqualTo("{\"id\":13}");
            assertThat(RECEIVED)
                    .contains("13/1", "13/2", "13/3", "13/4", "14/1")
                    .hasSize(5);
        }
    }

    @Test
    void shouldStartWithTracing() throws Exception {
        try (ConfigurableApplicationContext application = start(Plain.class, yml("Tracing"))) {
            assertThat(application.getBean(ZmqSockets.class).isOpen("work")).isTrue();
        }
    }

    @Test
    void shouldPassOnWhatTheProxyGets() throws Exception {
        try (ConfigurableApplicationContext application = start(Plain.class, yml("A proxy"));
                ZmqSocket worker = peer(application, SocketType.REP, "inproc://readme-5571");
                ZmqSocket client = peer(application, SocketType.REQ, "inproc://readme-5570")) {
            client.send(Msg.of("ping"));
            assertThat(worker.receive(SOON)).isNotNull();
            worker.send(Msg.of("pong"));
            Msg reply = client.receive(SOON);
            assertThat(reply).isNotNull();
            assertThat(reply.string(0)).isEqualTo("pong");
        }
    }
}
