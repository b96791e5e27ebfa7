package io.zmq4j.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/** Reads the options of a socket that are given by the names that libzmq has for them, as if they were its properties. */
final class NamedOptions {

    private static final Map<String, String> PROPERTIES = properties();

    private NamedOptions() {}

    /** By libzmq's names: those whose value means the same here; a number is milliseconds or bytes, as there. */
    private static Map<String, String> properties() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("sndhwm", "send-hwm");
        names.put("rcvhwm", "receive-hwm");
        names.put("immediate", "immediate");
        names.put("conflate", "conflate");
        names.put("linger", "linger");
        names.put("sndtimeo", "send-timeout");
        names.put("rcvtimeo", "receive-timeout");
        names.put("reconnect-ivl", "reconnect.interval");
        names.put("reconnect-ivl-max", "reconnect.max-interval");
        names.put("connect-timeout", "connect-timeout");
        names.put("handshake-ivl", "handshake-timeout");
        names.put("heartbeat-ivl", "heartbeat.interval");
        names.put("heartbeat-ttl", "heartbeat.ttl");
        names.put("heartbeat-timeout", "heartbeat.timeout");
        names.put("maxmsgsize", "max-message-size");
        names.put("affinity", "affinity");
        names.put("tcp-keepalive", "tcp.keep-alive");
        names.put("tcp-keepalive-cnt", "tcp.keep-alive-count");
        names.put("sndbuf", "tcp.send-buffer");
        names.put("rcvbuf", "tcp.receive-buffer");
        names.put("tos", "tcp.tos");
        names.put("backlog", "tcp.backlog");
        names.put("ipv6", "tcp.ipv6");
        names.put("socks-proxy", "tcp.socks-proxy");
        names.put("zap-domain", "zap-domain");
        names.put("routing-id", "routing-id");
        names.put("router-mandatory", "router.mandatory");
        names.put("router-handover", "router.handover");
        names.put("probe-router", "probe-router");
        names.put("req-correlate", "req.correlate");
        names.put("req-relaxed", "req.relaxed");
        names.put("xpub-verbose", "xpub.verbose");
        names.put("xpub-verboser", "xpub.verboser");
        names.put("xpub-manual", "xpub.manual");
        names.put("xpub-manual-last-value", "xpub.manual-last-value");
        names.put("xpub-nodrop", "xpub.no-drop");
        names.put("xpub-welcome-msg", "xpub.welcome");
        names.put("xsub-verbose-unsubscribe", "xsub.verbose-unsubscribe");
        names.put("only-first-subscribe", "only-first-subscribe");
        names.put("invert-matching", "invert-matching");
        names.put("hello-msg", "hello-message");
        names.put("disconnect-msg", "disconnect-message");
        names.put("hiccup-msg", "hiccup-message");
        names.put("multicast-hops", "multicast.hops");
        names.put("multicast-loop", "multicast.loop");
        return names;
    }

    /** The properties of a socket with its options among them; an option counts more than the property of its meaning. */
    static SocketProperties applied(Environment environment, String name, SocketProperties socket) {
        if (socket.getOptions().isEmpty()) {
            return socket;
        }
        ConfigurationPropertyName sockets = ConfigurationPropertyName.of("zmq.sockets");
        ConfigurationPropertyName prefix =
                sockets.append(ConfigurationPropertyName.isValid(name) ? name : "[" + name + "]");
        Map<String, String> values = new LinkedHashMap<>();
        socket.getOptions().forEach((option, value) -> values.put(prefix + "." + property(name, option, value), value));
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        sources.add(new MapConfigurationPropertySource(values));
        ConfigurationPropertySources.get(environment).forEach(sources::add);
        try {
            return new Binder(sources, new PropertySourcesPlaceholdersResolver(environment))
                    .bind(prefix, Bindable.of(SocketProperties.class))
                    .orElse(socket);
        } catch (BindException e) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.sockets." + name + ".options",
                    socket.getOptions(),
                    e.getName() + ": "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    e);
        }
    }

    private static String property(String socket, String option, String value) {
        String name = option.toLowerCase(Locale.ROOT).replace('_', '-');
        String property = PROPERTIES.get(name.startsWith("zmq-") ? name.substring("zmq-".length()) : name);
        if (property == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.sockets." + socket + ".options." + option,
                    value,
                    "there is no such option, allowed: the properties of the socket itself, or "
                            + new TreeSet<>(PROPERTIES.keySet()));
        }
        return property;
    }
}
