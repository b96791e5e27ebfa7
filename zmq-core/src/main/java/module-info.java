/** A pure-Java ZeroMQ. */
module io.zmq4j.core {
    requires static org.jspecify;
    requires static org.bouncycastle.provider;
    requires jdk.net;

    exports io.zmq4j;
}
