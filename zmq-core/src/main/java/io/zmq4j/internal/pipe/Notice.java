package io.zmq4j.internal.pipe;

import io.zmq4j.Msg;

/**
 * A message that the library sends of its own accord, as an application has asked it to: a hello, or what tells of a lost
 * peer. It travels in order with the peer's messages, and is read as one of them, but does not count against the mark, so
 * that none is ever lost.
 */
public record Notice(Msg msg) {}
