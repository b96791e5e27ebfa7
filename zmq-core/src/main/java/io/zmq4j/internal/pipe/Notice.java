package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;

/**
 * What a socket wants to receive when something happens to the peer behind a pipe, as if that peer had sent it. It travels in
 * order with the peer's messages, but does not count against the mark, so that none is ever lost.
 */
public record Notice(Msg msg) {}
