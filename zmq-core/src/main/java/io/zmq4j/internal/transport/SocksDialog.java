package io.zmq4j.internal.transport;

import io.zmq4j.SocketConfig;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;

/**
 * Asks a SOCKS 5 proxy (RFC 1928, RFC 1929) for a connection to a peer:
 *
 * <pre>
 * 5 | number of methods | methods                          5 | method
 * 1 | size | name | size | password                        1 | status        if that method is 2
 * 5 | 1 | 0 | type | address | port (2)                    5 | reply | 0 | type | address | port (2)
 * </pre>
 *
 * A name goes to the proxy as it is. No more bytes are read than the proxy has to say, as those of the peer follow.
 */
public final class SocksDialog {

    private static final int VERSION = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int NAME_AND_PASSWORD = 2;
    private static final int NO_METHOD = 0xFF;
    private static final int LOGIN_VERSION = 1;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int REFUSED = 5;
    private static final int PORT_SIZE = 2;

    private enum State {
        METHOD,
        LOGIN,
        REPLY,
        NAME_SIZE,
        ADDRESS,
        DONE
    }

    private final SocketConfig.Socks config;
    private final Endpoint target;
    private State state = State.METHOD;
    private ByteBuffer output;
    private ByteBuffer input = ByteBuffer.allocate(2);

    /** @param target tcp */
    public SocksDialog(SocketConfig.Socks config, Endpoint target) {
        this.config = config;
        this.target = target;
        output = ByteBuffer.wrap(
                config.username().isEmpty()
                        ? new byte[] {VERSION, 1, NO_AUTHENTICATION}
                        : new byte[] {VERSION, 2, NO_AUTHENTICATION, NAME_AND_PASSWORD});
    }

    /** What the channel should be ready for when {@link #advance} is called again. */
    public int interest() {
        return output.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    /**
     * Goes on as far as the channel is ready.
     *
     * @return whether the channel is connected to the peer
     * @throws IOException when the proxy refuses, says anything else, or leaves; names the proxy
     */
    public boolean advance(ByteChannel channel) throws IOException {
        while (state != State.DONE) {
            if (output.hasRemaining() && channel.write(output) == 0) {
                return false;
            }
            if (output.hasRemaining()) {
                continue;
            }
            int count = channel.read(input);
            if (count < 0) {
                throw new EOFException(
                        at("has closed the connection" + (state == State.LOGIN ? " after the login" : "")));
            }
            if (!input.hasRemaining()) {
                step(input.flip());
            } else if (count == 0) {
                return false;
            }
        }
        return true;
    }

    private void step(ByteBuffer answer) throws IOException {
        switch (state) {
            case METHOD -> onMethod(answer);
            case LOGIN -> onLogin(answer);
            case REPLY -> onReply(answer);
            case NAME_SIZE -> expect(State.ADDRESS, (answer.get() & 0xFF) + PORT_SIZE);
            case ADDRESS -> state = State.DONE;
            case DONE -> throw new IllegalStateException("nothing is expected");
        }
    }

    private void expect(State next, int size) {
        state = next;
        input = ByteBuffer.allocate(size);
    }

    private void onMethod(ByteBuffer answer) throws IOException {
        requireVersion(answer.get(), VERSION);
        int method = answer.get() & 0xFF;
        boolean mayLogIn = !config.username().isEmpty();
        if (method == NAME_AND_PASSWORD && mayLogIn) {
            output = login();
            expect(State.LOGIN, 2);
        } else if (method == NO_AUTHENTICATION) {
            output = request();
            expect(State.REPLY, 4);
        } else if (method == NO_METHOD) {
            throw new IOException(at(
                    mayLogIn ? "wants another login than name and password" : "wants a login, and none is configured"));
        } else {
            throw new IOException(at("chose method " + method + ", which it was not offered"));
        }
    }

    private ByteBuffer login() {
        byte[] name = config.username().getBytes(StandardCharsets.UTF_8);
        byte[] password = config.password().getBytes(StandardCharsets.UTF_8);
        ByteBuffer login = ByteBuffer.allocate(3 + name.length + password.length);
        login.put((byte) LOGIN_VERSION).put((byte) name.length).put(name);
        return login.put((byte) password.length).put(password).flip();
    }

    private void onLogin(ByteBuffer answer) throws IOException {
        requireVersion(answer.get(), LOGIN_VERSION);
        if (answer.get() != 0) {
            throw new IOException(at("refuses the login of '" + config.username() + "'"));
        }
        output = request();
        expect(State.REPLY, 4);
    }

    private ByteBuffer request() throws IOException {
        byte[] address;
        int type;
        if (Tcp.isLiteral(target.host())) {
            InetAddress ip = InetAddress.getByName(target.host());
            address = ip.getAddress();
            type = ip instanceof Inet6Address ? IPV6 : IPV4;
        } else {
            byte[] name = target.host().getBytes(StandardCharsets.UTF_8);
            if (name.length > 255) {
                throw new IOException(at("cannot be told a name of " + name.length + " bytes, allowed: up to 255"));
            }
            address = ByteBuffer.allocate(1 + name.length)
                    .put((byte) name.length)
                    .put(name)
                    .array();
            type = NAME;
        }
        ByteBuffer request = ByteBuffer.allocate(4 + address.length + PORT_SIZE);
        request.put((byte) VERSION).put((byte) CONNECT).put((byte) 0).put((byte) type);
        return request.put(address).putShort((short) target.port()).flip();
    }

    private void onReply(ByteBuffer answer) throws IOException {
        requireVersion(answer.get(), VERSION);
        int reply = answer.get() & 0xFF;
        if (reply != 0) {
            String message = at("cannot connect to " + peer() + ": " + reason(reply));
            throw reply == REFUSED ? new ConnectException(message) : new IOException(message);
        }
        int type = answer.get(3);
        switch (type) {
            case IPV4 -> expect(State.ADDRESS, 4 + PORT_SIZE);
            case IPV6 -> expect(State.ADDRESS, 16 + PORT_SIZE);
            case NAME -> expect(State.NAME_SIZE, 1);
            default -> throw new IOException(at("answered with an address of type " + type + ", allowed: 1, 3, 4"));
        }
    }

    private static String reason(int reply) {
        return switch (reply) {
            case 1 -> "general failure";
            case 2 -> "not allowed by its rules";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable";
            case REFUSED -> "connection refused";
            case 6 -> "time to live expired";
            case 7 -> "it knows no CONNECT";
            case 8 -> "it does not know addresses of this type";
            default -> "unknown reply " + reply;
        };
    }

    private void requireVersion(byte version, int expected) throws IOException {
        if (version != expected) {
            throw new IOException(
                    at("answered with version " + (version & 0xFF) + ", allowed: " + expected + " as SOCKS 5 says"));
        }
    }

    private String at(String what) {
        return "the SOCKS proxy " + config.proxy() + " " + what;
    }

    /** The peer, as {@link Transports#peerOf} would name it. */
    public String peer() {
        String host = target.host();
        return "tcp://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + target.port();
    }
}
