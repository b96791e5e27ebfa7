package io.zmq4j.interop;

import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A page in Chromium, where that is installed, as DEALER, REQ and SUB. */
@ExtendWith(NoSurprises.class)
class BrowserInteropTest {

    private static final Duration START = Duration.ofSeconds(60);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @TempDir
    private Path profile;

    private HttpServer site;
    private Process browser;

    private static Optional<Path> chromium() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @BeforeEach
    void open() throws IOException {
        assertThat(System.getenv("CI") == null || chromium().isPresent())
                .as("Chromium is required in CI")
                .isTrue();
        assumeTrue(chromium().isPresent(), "there is no Chromium");
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", BrowserInteropTest::serve);
        site.start();
    }

    private static void serve(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().equals("/zws.js") ? "zws.js" : "page.html";
        try (exchange;
                InputStream file = BrowserInteropTest.class.getResourceAsStream("/websocket/" + name)) {
            byte[] bytes = file.readAllBytes();
            exchange.getResponseHeaders()
                    .set("Content-Type", name.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            List<ProcessHandle> all = Stream.concat(browser.descendants(), Stream.of(browser.toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle process : all) {
                process.onExit().get(10, TimeUnit.SECONDS);
            }
        }
        if (site != null) {
            site.stop(0);
        }
    }

    private String origin() {
        return "http://127.0.0.1:" + site.getAddress().getPort();
    }

    private void show(ZmqSocket router, ZmqSocket rep, ZmqSocket pub) throws IOException {
        String query = "?router=" + encoded(router) + "&rep=" + encoded(rep) + "&pub=" + encoded(pub);
        ProcessBuilder builder = new ProcessBuilder(
                chromium().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                origin() + "/page.html" + query);
        builder.environment().put("TMPDIR", profile.toString());
        browser = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String encoded(ZmqSocket bound) {
        return URLEncoder.encode(endpointOf(bound), StandardCharsets.UTF_8);
    }

    private ZmqSocket bound(SocketType type) {
        return sockets.bound(type, Transport.WS, options -> options.wsAllowedOrigins(Set.of(origin()))
                .heartbeatInterval(Duration.ofMillis(200))
                .linger(Duration.ofSeconds(5)));
    }

    private static void assertSays(ZmqSocket router, String... words) {
        assertThat(TestSockets.text(router.receive(Duration.ofSeconds(20)))).containsExactly(words);
    }

    @Test
    void shouldTalkWithAPage() throws Exception {
        ZmqSocket router = bound(SocketType.ROUTER);
        ZmqSocket rep = bound(SocketType.REP);
        ZmqSocket pub = bound(SocketType.XPUB);
        show(router, rep, pub);
        assertThat(TestSockets.text(router.receive(START))).containsExactly("page", "ready");

        for (int size : new int[] {0, 1, 124, 125, 65_535, 200_000, 1_000_000}) {
            byte[] body = new byte[size];
            new Random(size).nextBytes(body);
            router.send(message(body));
            Msg echo = router.receive(Duration.ofSeconds(20));
            assertThat(echo).as("the echo of %d bytes", size).isNotNull();
            assertThat(echo.bytes(2)).as("%d bytes", size).isEqualTo(body);
        }

        router.send(Msg.of("page", "request"));
        TestSockets.assertReceives(rep, "one");
        rep.send(Msg.of("first"));
        TestSockets.assertReceives(rep, "two", "frames");
        rep.send(Msg.of("second", "third"));
        assertSays(router, "page", "replies", "first", "second", "third");

        router.send(Msg.of("page", "subscribe"));
        TestSockets.assertReceives(pub, "\u0001EUR");
        pub.send(Msg.of("USD", "1"));
        pub.send(Msg.of("EUR", "2"));
        assertSays(router, "page", "update", "EUR", "2");
        pub.close();
        assertSays(router, "page", "closed", "1000", "true");
    }

    private static Msg message(byte[] body) {
        return Msg.of("page".getBytes(StandardCharsets.US_ASCII), "echo".getBytes(StandardCharsets.US_ASCII), body);
    }

    @Test
    void shouldRefuseAPageOfAnotherSite() throws Exception {
        ZmqSocket router = sockets.bound(
                SocketType.ROUTER, Transport.WS, options -> options.wsAllowedOrigins(Set.of("https://good.example")));
        try (SocketMonitor monitor = router.monitor(Set.of(SocketEvent.HandshakeFailed.class))) {
            show(router, router, router);
            assertThat(monitor.next(START))
                    .isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> assertThat(failed.reason())
                            .contains("origin is \"" + origin() + "\", allowed: [https://good.example]"));
        }
    }
}
