package io.zmq4j.testing;

/**
 * The options that scenarios need, set before the first bind or connect. Routers are always mandatory, linger is always
 * zero.
 *
 * @param hwm both high-water marks, 0 = unlimited
 * @param routingId what a ROUTER calls this socket; empty = the ROUTER chooses
 */
public record PeerOptions(int hwm, String routingId) {

    public static final PeerOptions DEFAULTS = new PeerOptions(1000, "");

    /** Nothing is ever dropped. */
    public static final PeerOptions UNLIMITED = new PeerOptions(0, "");

    public PeerOptions withRoutingId(String id) {
        return new PeerOptions(hwm, id);
    }
}
