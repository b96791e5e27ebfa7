package io.zmq4j.internal.pipe;

import io.zmq4j.Metadata;
import io.zmq4j.SocketType;

/**
 * What a socket learns of a peer whose handshake is complete; travels in the queue before that peer's messages.
 *
 * @param routingId what the peer wants to be called, empty = nothing
 */
public record PeerReady(SocketType type, byte[] routingId, Metadata metadata) {}
