package io.zmq4j.spring.boot.autoconfigure;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** Keys and trust by the name of a bundle, as {@code spring.ssl.bundle} has them when the socket is made. */
final class TlsBundles {

    private final @Nullable SslBundles bundles;

    /** @param bundles null = there are none */
    TlsBundles(@Nullable SslBundles bundles) {
        this.bundles = bundles;
    }

    /** @throws IllegalArgumentException when there is no such bundle, or its files are not right */
    SSLContext context(String name) {
        if (bundles == null) {
            throw new IllegalArgumentException("there are no SSL bundles, allowed: one below spring.ssl.bundle");
        }
        try {
            return bundles.getBundle(name).createSslContext();
        } catch (NoSuchSslBundleException e) {
            throw new IllegalArgumentException(
                    "there is no SSL bundle of this name, allowed: " + bundles.getBundleNames(), e);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("the SSL bundle cannot be used: " + e.getMessage(), e);
        }
    }
}
