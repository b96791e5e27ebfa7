package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.testing.Waiting;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Trusts every server, but only when a test says so. */
final class SlowTrust implements X509TrustManager {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitAsked() {
        assertThat(await(asked)).as("a certificate is to be judged").isTrue();
    }

    void decide() {
        decided.countDown();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(Waiting.SOON.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm) {
        asked.countDown();
        await(decided);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm) {
        throw new UnsupportedOperationException("this is a client's");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
