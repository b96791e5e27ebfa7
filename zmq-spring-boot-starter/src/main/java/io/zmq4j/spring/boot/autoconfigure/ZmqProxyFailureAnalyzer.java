package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.proxy.ZmqProxyException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says which proxy cannot be started, and where it is declared. */
final class ZmqProxyFailureAnalyzer extends AbstractFailureAnalyzer<ZmqProxyException> {

    private final Environment environment;

    ZmqProxyFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqProxyException cause) {
        String property = "zmq.proxies." + cause.proxy();
        StringBuilder text = new StringBuilder("Proxy '" + cause.proxy() + "' cannot be started.\n\n");
        for (String part : new String[] {"frontend", "backend", "capture"}) {
            for (String key : new String[] {"", ".socket", ".type"}) {
                String name = property + "." + part + key;
                ConfigurationProperty set = PropertyOrigins.find(environment, name);
                if (set != null && set.getName().toString().equals(name)) {
                    text.append("    Property: ").append(set.getName()).append(" = ");
                    text.append(set.getValue()).append('\n');
                    text.append("    Origin: ").append(set.getOrigin()).append('\n');
                }
            }
        }
        text.append("    Reason: ").append(cause.reason());
        return new FailureAnalysis(
                text.toString(), "Give " + property + " sockets that fit, which nothing else reads.", cause);
    }
}
