package io.zmq4j;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The messaging patterns of ZeroMQ. {@link #name()} is also the {@code Socket-Type} on the wire. */
public enum SocketType {
    /** Exclusive pair, RFC 31. */
    PAIR,
    /** Publisher, RFC 29. */
    PUB,
    /** Subscriber, RFC 29. */
    SUB,
    /** Synchronous client, RFC 28. */
    REQ,
    /** Synchronous service, RFC 28. */
    REP,
    /** Asynchronous client, RFC 28. */
    DEALER,
    /** Asynchronous service that addresses its peers, RFC 28. */
    ROUTER,
    /** Pipeline sink, RFC 30. */
    PULL,
    /** Pipeline source, RFC 30. */
    PUSH,
    /** Publisher that sees subscriptions, RFC 29. */
    XPUB,
    /** Subscriber that sends subscriptions as messages, RFC 29. */
    XSUB,
    /**
     * Bytes of plain connections: {@code [routing id, bytes]} both ways. {@code [routing id, ""]} closes a connection, and tells
     * that one was made or has ended.
     */
    STREAM,
    /** Asynchronous service of single frames that addresses its peers by {@link Msg#routingId()}, RFC 41. */
    SERVER,
    /** Asynchronous client of single frames, RFC 41. */
    CLIENT,
    /** Publisher of single frames to the {@link Msg#group() group} of each, RFC 48. */
    RADIO,
    /** Subscriber to groups, see {@link ZmqSocket#join}, RFC 48. */
    DISH,
    /** Pipeline sink of single frames, RFC 49. */
    GATHER,
    /** Pipeline source of single frames, RFC 49. */
    SCATTER,
    /**
     * Plain datagrams over {@code udp://}: {@code [address, body]} both ways, the address as {@code ip:port} or {@code [ipv6]:port}.
     * An empty address stands for the one that was connected. A DGRAM has one endpoint.
     */
    DGRAM,
    /** Peer to peer of single frames, each addressed by {@link Msg#routingId()}, see {@link ZmqSocket#connectPeer}, RFC 51. */
    PEER,
    /** Exclusive pair of single frames, RFC 52. */
    CHANNEL;

    /** The types that a socket of this type may be connected to (RFC 37, "Socket-Type"). */
    public Set<SocketType> compatible() {
        return switch (this) {
            case PAIR -> EnumSet.of(PAIR);
            case PUB, XPUB -> EnumSet.of(SUB, XSUB);
            case SUB, XSUB -> EnumSet.of(PUB, XPUB);
            case REQ -> EnumSet.of(REP, ROUTER);
            case REP -> EnumSet.of(REQ, DEALER);
            case DEALER -> EnumSet.of(REP, DEALER, ROUTER);
            case ROUTER -> EnumSet.of(REQ, DEALER, ROUTER);
            case PULL -> EnumSet.of(PUSH);
            case PUSH -> EnumSet.of(PULL);
            case STREAM -> EnumSet.noneOf(SocketType.class);
            case SERVER -> EnumSet.of(CLIENT);
            case CLIENT -> EnumSet.of(SERVER);
            case RADIO -> EnumSet.of(DISH);
            case DISH -> EnumSet.of(RADIO);
            case GATHER -> EnumSet.of(SCATTER);
            case SCATTER -> EnumSet.of(GATHER);
            case DGRAM -> EnumSet.of(DGRAM);
            case PEER -> EnumSet.of(PEER);
            case CHANNEL -> EnumSet.of(CHANNEL);
        };
    }

    /** Whether an application can send on this type at all. */
    public boolean canSend() {
        return switch (this) {
            case SUB, PULL, DISH, GATHER -> false;
            case PAIR, PUB, REQ, REP, DEALER, ROUTER, PUSH, XPUB, XSUB, STREAM, SERVER, CLIENT, RADIO -> true;
            case SCATTER, DGRAM, PEER, CHANNEL -> true;
        };
    }

    /** Whether an application can receive on this type at all. */
    public boolean canReceive() {
        return switch (this) {
            case PUB, PUSH, RADIO, SCATTER -> false;
            case PAIR, SUB, REQ, REP, DEALER, ROUTER, PULL, XPUB, XSUB, STREAM, SERVER, CLIENT, DISH -> true;
            case GATHER, DGRAM, PEER, CHANNEL -> true;
        };
    }

    /** The type of that name in any case, as in configuration files. */
    public static SocketType of(String name) {
        try {
            return valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "socket type '" + name + "' is unknown, allowed: " + EnumSet.allOf(SocketType.class), e);
        }
    }
}
