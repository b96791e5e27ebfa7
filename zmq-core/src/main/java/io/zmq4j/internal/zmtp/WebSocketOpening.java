package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.Computation;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The opening of ZWS 2.0 (RFC 45): an HTTP request and its answer in the place of the greetings, then what the subprotocol
 * says. It is that of ZMTP 3.0, where a subscription is a message.
 */
final class WebSocketOpening implements Opening {

    private static final int MINOR = 0;

    private final ZmtpSettings settings;
    private final Mechanism mechanism;
    private final WebSocketUpgrade upgrade;
    private final FrameDecoder frames;
    private final WebSocketOutput output;
    private final HttpHead head = new HttpHead();

    /** What follows the HTTP, once that is over. */
    private @Nullable Opening next;

    WebSocketOpening(
            ZmtpSettings settings,
            WebSocketSettings webSocket,
            Mechanism mechanism,
            FrameDecoder frames,
            WebSocketOutput output) {
        this.settings = settings;
        this.mechanism = mechanism;
        this.frames = frames;
        this.output = output;
        List<String> protocols = Subprotocols.of(mechanism.name(), settings.authenticates());
        upgrade = webSocket.client()
                ? new WebSocketClient(webSocket, protocols)
                : new WebSocketServer(webSocket, protocols);
        say(upgrade.opening());
    }

    private void say(String http) {
        if (!http.isEmpty()) {
            output.addHttp(http);
        }
    }

    @Override
    public boolean isGreeted() {
        return next != null;
    }

    @Override
    public FrameDecoder frames() {
        return frames;
    }

    @Override
    public @Nullable ZmtpPeer advance(ByteBuffer in) throws ProtocolException {
        Opening current = next != null ? next : upgrade(in);
        next = current;
        return current == null ? null : current.advance(in);
    }

    private @Nullable Opening upgrade(ByteBuffer in) throws ProtocolException {
        try {
            if (!head.read(in)) {
                return null;
            }
            String protocol = upgrade.accept(head);
            say(upgrade.answer());
            output.open();
            return protocol.equals(Subprotocols.BARE)
                    ? new BareOpening(settings, frames, output)
                    : new MechanismOpening(settings.type(), MINOR, mechanism, frames, output);
        } catch (HttpError e) {
            say(upgrade.refusal(e));
            throw new ProtocolException(ProtocolException.WEBSOCKET, "WebSocket refused: " + e.getMessage());
        }
    }

    @Override
    public @Nullable Computation computation() {
        return next == null ? null : next.computation();
    }

    @Override
    public void onComputed() throws ProtocolException {
        if (next == null) {
            throw new IllegalStateException("nothing was computed");
        }
        next.onComputed();
    }

    @Override
    public @Nullable Credentials awaitsVerdict() {
        return next == null ? null : next.awaitsVerdict();
    }

    @Override
    public void onVerdict(int status) {
        if (next == null) {
            throw new IllegalStateException("no verdict is due");
        }
        next.onVerdict(status);
    }
}
