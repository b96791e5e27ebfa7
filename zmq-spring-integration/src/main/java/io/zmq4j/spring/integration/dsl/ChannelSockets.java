package io.zmq4j.spring.integration.dsl;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.integration.channel.ZmqChannelTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what the sockets of one channel are to be. Without an endpoint the channel is inside the application. */
final class ChannelSockets {

    private final @Nullable ZmqChannelTransport named;
    private final @Nullable ZmqContext context;
    private final SocketDeclaration sender;
    private final SocketDeclaration receiver;
    private final List<Consumer<SocketConfigBuilder>> options = new ArrayList<>();
    private boolean sends;
    private boolean receives;
    private boolean framed;

    /** Sockets that are declared elsewhere. */
    ChannelSockets(ZmqChannelTransport named) {
        this(named, null, SocketType.PUSH, SocketType.PULL);
    }

    /** Sockets of the channel's own. */
    ChannelSockets(ZmqContext context, SocketType sender, SocketType receiver) {
        this(null, context, sender, receiver);
        this.sender.frames(FrameMode.HEADERS_PAYLOAD);
        this.receiver.frames(FrameMode.HEADERS_PAYLOAD);
        if (sender == SocketType.PUB) {
            this.sender.options(config -> config.xpubNoDrop(true));
        }
        if (receiver == SocketType.SUB) {
            this.receiver.add(spec -> spec.subscribe(""));
        }
    }

    private ChannelSockets(
            @Nullable ZmqChannelTransport named, @Nullable ZmqContext context, SocketType sender, SocketType receiver) {
        this.named = named;
        this.context = context;
        this.sender = new SocketDeclaration(sender);
        this.receiver = new SocketDeclaration(receiver);
    }

    void bindSender(String... endpoints) {
        sender("bindSender").add(spec -> spec.bind(endpoints));
    }

    void connectSender(String... endpoints) {
        sender("connectSender").add(spec -> spec.connect(endpoints));
    }

    void bindReceiver(String... endpoints) {
        receiver("bindReceiver").add(spec -> spec.bind(endpoints));
    }

    void connectReceiver(String... endpoints) {
        receiver("connectReceiver").add(spec -> spec.connect(endpoints));
    }

    void frames(FrameMode mode) {
        requireOwn("frames");
        framed = true;
        sender.frames(mode);
        receiver.frames(mode);
    }

    void options(Consumer<SocketConfigBuilder> change) {
        requireOwn("socketOptions");
        options.add(change);
        sender.options(change);
        receiver.options(change);
    }

    private SocketDeclaration sender(String option) {
        requireOwn(option);
        sends = true;
        return sender;
    }

    private SocketDeclaration receiver(String option) {
        requireOwn(option);
        receives = true;
        return receiver;
    }

    private void requireOwn(String option) {
        SocketDeclaration.require(named == null ? sender : null, option);
    }

    ZmqChannelTransport build() {
        if (named != null || context == null) {
            return Objects.requireNonNull(named);
        }
        if (sends || receives) {
            return ZmqChannelTransport.declared(
                    context,
                    sends ? channel -> sender.build(channel + ".sender") : null,
                    receives ? channel -> receiver.build(channel + ".receiver") : null);
        }
        if (framed) {
            throw new IllegalStateException("frames is set for a channel inside the application, whose messages are"
                    + " not framed, allowed: only with an endpoint");
        }
        return ZmqChannelTransport.local(context, config -> options.forEach(each -> each.accept(config)));
    }
}
