package io.zmq4j.spring.listener;

/** What happened to a container; published as an application event. */
public sealed interface ZmqListenerEvent {

    /** The id of the container. */
    String listenerId();

    record Started(String listenerId) implements ZmqListenerEvent {}

    record Stopped(String listenerId) implements ZmqListenerEvent {}

    /** It has stopped by itself. */
    record Failed(String listenerId, Throwable cause) implements ZmqListenerEvent {}
}
