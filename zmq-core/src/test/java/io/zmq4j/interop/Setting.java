package io.zmq4j.interop;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.testing.LibZmqOption;
import io.zmq4j.testing.LibZmqSocket;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A value of an option that both implementations have. */
record Setting(UnaryOperator<SocketConfigBuilder> ours, Consumer<LibZmqSocket> theirs) {

    static Setting on(BiFunction<SocketConfigBuilder, Boolean, SocketConfigBuilder> ours, LibZmqOption theirs) {
        return new Setting(builder -> ours.apply(builder, true), socket -> socket.set(theirs, 1));
    }

    static Setting off(BiFunction<SocketConfigBuilder, Boolean, SocketConfigBuilder> ours, LibZmqOption theirs) {
        return new Setting(builder -> ours.apply(builder, false), socket -> socket.set(theirs, 0));
    }

    static Setting of(
            BiFunction<SocketConfigBuilder, byte[], SocketConfigBuilder> ours, LibZmqOption theirs, byte[] value) {
        return new Setting(builder -> ours.apply(builder, value), socket -> socket.set(theirs, value));
    }

    static Setting of(
            BiFunction<SocketConfigBuilder, Duration, SocketConfigBuilder> ours, LibZmqOption theirs, Duration value) {
        return new Setting(builder -> ours.apply(builder, value), socket -> socket.set(theirs, (int) value.toMillis()));
    }

    /** Both high-water marks; 0 = none. */
    static Setting hwm(int value) {
        return new Setting(builder -> builder.sendHwm(value).receiveHwm(value), socket -> {
            socket.set(LibZmqOption.SNDHWM, value);
            socket.set(LibZmqOption.RCVHWM, value);
        });
    }

    static Setting maxMessageSize(int value) {
        return new Setting(
                builder -> builder.maxMessageSize(value), socket -> socket.setLong(LibZmqOption.MAXMSGSIZE, value));
    }
}
