package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Security;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where declared sockets bind and connect, and with what credentials. A bean of this type takes the place of the
 * properties, in a test for instance or on a platform that knows better; what it does not answer remains as the properties
 * say. It is asked once for each socket of {@code zmq.sockets}, when the application starts.
 */
public interface ZmqConnectionDetails extends ConnectionDetails {

    /**
     * The endpoints at which the socket accepts connections.
     *
     * @param socket its name
     * @return an empty list = none; null = as {@code zmq.sockets.<name>.bind} says
     */
    default @Nullable List<String> getBind(String socket) {
        return null;
    }

    /**
     * The endpoints of the peers that the socket connects to.
     *
     * @param socket its name
     * @return an empty list = none; null = as {@code zmq.sockets.<name>.connect} says
     */
    default @Nullable List<String> getConnect(String socket) {
        return null;
    }

    /**
     * The endpoints of the peers that a ROUTER or STREAM connects to under a name.
     *
     * @param socket its name
     * @return endpoints by routing id; an empty map = none; null = as {@code zmq.sockets.<name>.connect-as} says
     */
    default @Nullable Map<String, String> getConnectAs(String socket) {
        return null;
    }

    /**
     * The mechanism of the socket's connections, and its credentials. Who is let in by a server is what the properties
     * say ({@code authorized-keys}, {@code users}, {@code allow}, {@code deny}).
     *
     * @param socket its name
     * @return null = as {@code zmq.sockets.<name>.security} says
     */
    default @Nullable Security getSecurity(String socket) {
        return null;
    }
}
