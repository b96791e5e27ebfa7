package io.zmq4j.spring.boot.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Keys and trust by the name of a bundle of {@code spring.ssl.bundle}. When a bundle changes, connections that are made
 * from then on use what it has become; one that cannot be used is logged, and what it was before stays.
 */
final class TlsBundles {

    private static final Log LOG = LogFactory.getLog(TlsBundles.class);

    private final @Nullable SslBundles bundles;
    private final Map<String, ReplaceableSslContext> contexts = new ConcurrentHashMap<>();

    /** @param bundles null = there are none */
    TlsBundles(@Nullable SslBundles bundles) {
        this.bundles = bundles;
    }

    /** @throws IllegalArgumentException when there is no such bundle, or its files are not right */
    SSLContext context(String name) {
        if (bundles == null) {
            throw new IllegalArgumentException("there are no SSL bundles, allowed: one below spring.ssl.bundle");
        }
        return contexts.computeIfAbsent(name, absent -> create(bundles, absent));
    }

    private static ReplaceableSslContext create(SslBundles bundles, String name) {
        try {
            ReplaceableSslContext context =
                    new ReplaceableSslContext(bundles.getBundle(name).createSslContext());
            bundles.addBundleUpdateHandler(name, changed -> replace(context, name, changed));
            return context;
        } catch (NoSuchSslBundleException e) {
            throw new IllegalArgumentException(
                    "there is no SSL bundle of this name, allowed: " + bundles.getBundleNames(), e);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("the SSL bundle cannot be used: " + e.getMessage(), e);
        }
    }

    private static void replace(ReplaceableSslContext context, String name, SslBundle changed) {
        try {
            context.replace(changed.createSslContext());
            LOG.info("SSL bundle '" + name + "' has changed, and counts for new connections of sockets");
        } catch (IllegalStateException e) {
            LOG.warn("SSL bundle '" + name + "' has changed and cannot be used, so what it was before stays in force: "
                    + e.getMessage());
        }
    }
}
