package io.zmq4j.internal.zmtp.mechanism;

import java.util.List;

/**
 * What a peer has shown so that it is let in.
 *
 * @param mechanism as in the greeting
 * @param values none for NULL; name and password for PLAIN; the public key for CURVE, which is proved then
 */
public record Credentials(String mechanism, List<byte[]> values) {

    @Override
    public String toString() {
        return "Credentials[" + mechanism + "]";
    }
}
