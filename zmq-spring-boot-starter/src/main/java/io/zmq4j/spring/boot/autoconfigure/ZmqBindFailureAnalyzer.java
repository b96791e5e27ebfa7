package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.ZmqBindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says which property asked for an address that cannot be bound, and what to do. */
final class ZmqBindFailureAnalyzer extends AbstractFailureAnalyzer<ZmqBindException> {

    private final Environment environment;

    ZmqBindFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqBindException cause) {
        String property = "zmq.sockets." + cause.socket() + ".bind";
        ConfigurationProperty origin = PropertyOrigins.find(environment, property);
        if (origin == null) {
            // a proxy's own socket is called as its place below zmq.proxies
            String ofProxy = "zmq.proxies." + cause.socket() + ".bind";
            origin = PropertyOrigins.find(environment, ofProxy);
            property = origin == null ? property : ofProxy;
        }
        StringBuilder text =
                new StringBuilder("Socket '" + cause.socket() + "' cannot be bound to " + cause.endpoint() + ".\n\n");
        if (origin == null) {
            text.append("    Declared by: @ZmqListener with id '")
                    .append(cause.socket())
                    .append("', attribute bind\n");
        } else {
            text.append("    Property: ").append(origin.getName()).append('\n');
            text.append("    Origin: ").append(origin.getOrigin()).append('\n');
        }
        String reason = reason(cause);
        text.append("    Reason: ").append(reason);
        return new FailureAnalysis(
                text.toString(), action(cause.endpoint(), reason, origin == null ? "bind" : property), cause);
    }

    private static String reason(ZmqBindException failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static String action(String endpoint, String reason, String property) {
        String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);
        if (reason.contains("in use")) {
            return "Stop what listens there (ss -ltnp 'sport = :" + port + "' or lsof -i :" + port
                    + " shows it), or give " + property + " another port; port 0 takes a free one.";
        }
        if (reason.contains("assign")) {
            return "Give " + property + " an address of this machine, or * for all of them.";
        }
        if (reason.contains("ermission")) {
            return "Give " + property + " a port above 1023, or run with the right to use it.";
        }
        return "Correct " + property
                + ": tcp://interface:port, where * stands for all interfaces and port 0 for a free one.";
    }
}
