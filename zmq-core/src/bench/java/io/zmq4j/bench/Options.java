package io.zmq4j.bench;

/**
 * What every peer sets alike; all else stays at its default. A negative number leaves the default, 0 is no limit.
 *
 * @param hwm both high-water marks, in messages
 * @param backlog connections that may wait to be accepted
 * @param curve whether everything is encrypted and both sides prove their keys
 */
record Options(int hwm, int backlog, boolean curve) {

    /** The keys that libzmq's manual shows. */
    static final String SERVER_PUBLIC = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

    static final String SERVER_SECRET = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6";
    static final String CLIENT_PUBLIC = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
    static final String CLIENT_SECRET = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs";

    /** Whether a socket of this type has the keys of the server. */
    static boolean isServer(Peer.Type type) {
        return type == Peer.Type.PULL || type == Peer.Type.REP || type == Peer.Type.ROUTER || type == Peer.Type.PUB;
    }

    /**
     * A subscriber sends its subscriptions, so they must all have room before there is a connection: libzmq loses those
     * beyond the mark.
     */
    int sendHwm(Peer.Type type) {
        return type == Peer.Type.SUB ? 0 : hwm;
    }

    /** The same at the other end: a publisher receives subscriptions only. */
    int receiveHwm(Peer.Type type) {
        return type == Peer.Type.PUB ? 0 : hwm;
    }
}
