/** A pure-Java ZeroMQ. */
module io.zmq4j.core {
    requires static org.jspecify;
    requires jdk.net;

    exports io.zmq4j;
}
