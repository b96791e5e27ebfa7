package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.SocketType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of {@code zmq.proxies}: between which sockets messages pass. */
public class ProxyProperties {

    /** The socket on one side: a name of zmq.sockets, or a socket of the proxy's own with type, bind and connect. */
    private @Nullable End frontend;

    /** The socket on the other side, as the frontend. */
    private @Nullable End backend;

    /** A socket that is sent a copy of every message, as the frontend; pub, xpub, push, pair or dealer. */
    private @Nullable End capture;

    public @Nullable End getFrontend() {
        return frontend;
    }

    public void setFrontend(@Nullable End frontend) {
        this.frontend = frontend;
    }

    public @Nullable End getBackend() {
        return backend;
    }

    public void setBackend(@Nullable End backend) {
        this.backend = backend;
    }

    public @Nullable End getCapture() {
        return capture;
    }

    public void setCapture(@Nullable End capture) {
        this.capture = capture;
    }

    /** A socket of a proxy. */
    public static class End {

        /** The name of a socket below zmq.sockets. */
        private @Nullable String socket;

        /** The type of a socket that only this proxy has, such as router. */
        private @Nullable SocketType type;

        /** Endpoints at which that socket accepts connections; port 0 = a free one. */
        private List<String> bind = new ArrayList<>();

        /** Endpoints of the peers that socket connects to. */
        private List<String> connect = new ArrayList<>();

        /** What a mere name stands for. */
        public static End of(String socket) {
            End end = new End();
            end.setSocket(socket);
            return end;
        }

        public @Nullable String getSocket() {
            return socket;
        }

        public void setSocket(@Nullable String socket) {
            this.socket = socket;
        }

        public @Nullable SocketType getType() {
            return type;
        }

        public void setType(@Nullable SocketType type) {
            this.type = type;
        }

        public List<String> getBind() {
            return bind;
        }

        public void setBind(List<String> bind) {
            this.bind = bind;
        }

        public List<String> getConnect() {
            return connect;
        }

        public void setConnect(List<String> connect) {
            this.connect = connect;
        }
    }
}
