package io.zmq4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A peer of ZWS 2.0 (RFC 45) by the WebSocket client of the JDK. */
public final class JdkWebSocket implements WebSocket.Listener, AutoCloseable {

    /** Goes before {@link LeakGate}: the client of the JDK keeps file descriptors for ever, and so belongs to its baseline. */
    public static final class Warm implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            assertThat(CLIENT.version()).isNotNull();
        }
    }

    /** As {@link Warm}, for tests that connect over TLS too. */
    public static final class WarmSecure implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            assertThat(CLIENT.version()).isNotNull();
            assertThat(Secure.CLIENT.version()).isNotNull();
        }
    }

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final class Secure {
        static final HttpClient CLIENT =
                HttpClient.newBuilder().sslContext(Certificates.trusting()).build();
    }

    /** What came: byte arrays with the byte of flags, or texts of what else happened. */
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final WebSocket socket;

    /** Connects, with this subprotocol. */
    public JdkWebSocket(String endpoint, String protocol) throws Exception {
        this(CLIENT, endpoint, protocol);
    }

    private JdkWebSocket(HttpClient client, String endpoint, String protocol) throws Exception {
        socket = client.newWebSocketBuilder()
                .subprotocols(protocol)
                .buildAsync(URI.create(endpoint), this)
                .get(Waiting.SOON.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(socket.getSubprotocol()).isEqualTo(protocol);
    }

    /**
     * Connects, and shakes hands without a mechanism and without a routing id, which is all that browsers and the JDK can do:
     * a slash, which the names of the others have, is not allowed in a subprotocol (RFC 6455, section 4.1).
     */
    public static JdkWebSocket ready(String endpoint) throws Exception {
        HttpClient client = endpoint.startsWith("wss://") ? Secure.CLIENT : CLIENT;
        JdkWebSocket peer = new JdkWebSocket(client, endpoint, "ZWS2.0");
        peer.send("");
        peer.assertReceives("");
        return peer;
    }

    public WebSocket socket() {
        return socket;
    }

    public void send(int flags, byte[] body) throws Exception {
        ByteBuffer payload =
                ByteBuffer.allocate(1 + body.length).put((byte) flags).put(body).flip();
        socket.sendBinary(payload, true).get(Waiting.SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends a message of these frames. */
    public void send(String... frames) throws Exception {
        for (int i = 0; i < frames.length; i++) {
            send(i + 1 < frames.length ? 1 : 0, Wire.ascii(frames[i]));
        }
    }

    /** What comes next, null when nothing does. */
    public @Nullable Object next() throws InterruptedException {
        return events.poll(Waiting.SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asserts that the next message has these frames. */
    public void assertReceives(String... frames) throws InterruptedException {
        for (int i = 0; i < frames.length; i++) {
            byte[] flags = {(byte) (i + 1 < frames.length ? 1 : 0)};
            assertThat(next()).as("frame %d", i).isEqualTo(Wire.join(flags, Wire.ascii(frames[i])));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        part.writeBytes(bytes);
        if (last) {
            events.add(part.toByteArray());
            part.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
        events.add("ping");
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        events.add("pong " + new String(bytes, java.nio.charset.StandardCharsets.US_ASCII));
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        events.add("close " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        events.add("error " + error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
