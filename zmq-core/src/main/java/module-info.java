/** A pure-Java ZeroMQ. */
module io.zmq4j.core {
    requires static org.jspecify;

    exports io.zmq4j;
}
