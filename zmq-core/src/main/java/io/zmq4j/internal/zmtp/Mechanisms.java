package io.zmq4j.internal.zmtp;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.zmtp.mechanism.CurveClient;
import io.zmq4j.internal.zmtp.mechanism.CurveServer;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import io.zmq4j.internal.zmtp.mechanism.NullMechanism;
import io.zmq4j.internal.zmtp.mechanism.PlainClient;
import io.zmq4j.internal.zmtp.mechanism.PlainServer;

/** The mechanism of a connection. */
final class Mechanisms {

    private Mechanisms() {}

    static Mechanism create(ZmtpSettings settings) {
        byte[] properties = PropertyList.encode(settings);
        Security security = settings.security();
        // a switch over the types of a sealed interface is not in Java 17
        if (security instanceof Security.PlainClient plain) {
            return new PlainClient(plain.username(), plain.password(), properties);
        }
        if (security instanceof Security.PlainServer) {
            return new PlainServer(properties);
        }
        if (security instanceof Security.CurveClient curve) {
            CurveKeys keys = curve.keys();
            return new CurveClient(
                    Crypto.get(), keys.publicKeyBytes(), keys.secretKeyBytes(), curve.serverKey(), properties);
        }
        if (security instanceof Security.CurveServer curve) {
            CurveKeys keys = curve.keys();
            return new CurveServer(Crypto.get(), keys.publicKeyBytes(), keys.secretKeyBytes(), properties);
        }
        return new NullMechanism(properties, settings.authenticates());
    }
}
