package io.zmq4j.testing;

/** The options of libzmq's sockets that tests set, without their {@code ZMQ_} (zmq.h). */
public enum LibZmqOption {
    ROUTING_ID(5),
    SUBSCRIBE(6),
    UNSUBSCRIBE(7),
    LINGER(17),
    RECONNECT_IVL(18),
    MAXMSGSIZE(22),
    SNDHWM(23),
    RCVHWM(24),
    RCVTIMEO(27),
    SNDTIMEO(28),
    LAST_ENDPOINT(32),
    ROUTER_MANDATORY(33),
    XPUB_VERBOSE(40),
    PLAIN_SERVER(44),
    PLAIN_USERNAME(45),
    PLAIN_PASSWORD(46),
    CURVE_SERVER(47),
    CURVE_PUBLICKEY(48),
    CURVE_SECRETKEY(49),
    CURVE_SERVERKEY(50),
    PROBE_ROUTER(51),
    REQ_CORRELATE(52),
    REQ_RELAXED(53),
    CONFLATE(54),
    ZAP_DOMAIN(55),
    ROUTER_HANDOVER(56),
    CONNECT_ROUTING_ID(61),
    HANDSHAKE_IVL(66),
    XPUB_NODROP(69),
    XPUB_MANUAL(71),
    XPUB_WELCOME_MSG(72),
    INVERT_MATCHING(74),
    HEARTBEAT_IVL(75),
    HEARTBEAT_TTL(76),
    HEARTBEAT_TIMEOUT(77),
    XPUB_VERBOSER(78);

    private final int number;

    LibZmqOption(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
