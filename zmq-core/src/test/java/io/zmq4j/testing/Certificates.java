package io.zmq4j.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Keys and certificates, made by the JDK's keytool when a test first wants one, so that none is ever out of date. */
public final class Certificates {

    /** Who shows a certificate. */
    public enum Holder {
        /** For localhost and 127.0.0.1. */
        SERVER("-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1"),
        CLIENT("-signer", "ca"),
        /** For another host. */
        ELSEWHERE("-signer", "ca", "-ext", "san=dns:elsewhere.example"),
        /** For localhost, and valid until ten days ago. */
        EXPIRED("-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1", "-startdate", "-20d", "-validity", "10"),
        /** For localhost, and signed by itself. */
        STRANGER("-ext", "san=dns:localhost,ip:127.0.0.1");

        private final List<String> options;

        Holder(String... options) {
            this.options = List.of(options);
        }

        /** As the metadata of messages tell it. */
        public String subject() {
            return "CN=" + alias() + ",O=zmq4j";
        }

        private String alias() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "ca";

    private static final class Made {
        static final KeyStore STORE = make();
    }

    private Certificates() {}

    private static KeyStore make() {
        try {
            Path directory = Files.createTempDirectory("zmq4j-certificates");
            Path file = directory.resolve("keys.p12");
            try {
                keytool(file, AUTHORITY, List.of("-ext", "bc:critical=ca:true"));
                for (Holder holder : Holder.values()) {
                    keytool(file, holder.alias(), holder.options);
                }
                try (InputStream in = Files.newInputStream(file)) {
                    KeyStore store = KeyStore.getInstance("PKCS12");
                    store.load(in, PASSWORD.toCharArray());
                    return store;
                }
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificates", e);
        }
    }

    private static void keytool(Path file, String alias, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias + ",O=zmq4j",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
        if (!options.contains("-validity")) {
            command.addAll(List.of("-startdate", "-1d", "-validity", "365"));
        }
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("keytool failed for " + alias + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Shows no certificate, and trusts those that the authority of the tests has signed. */
    public static SSLContext trusting() {
        return context(null);
    }

    /** Shows this holder's certificate, and trusts those that the authority of the tests has signed. */
    public static SSLContext of(Holder holder) {
        return context(holder);
    }

    /** What this holder shows. */
    public static X509Certificate certificate(Holder holder) {
        try {
            return (X509Certificate) Made.STORE.getCertificate(holder.alias());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate of " + holder, e);
        }
    }

    private static SSLContext context(@Nullable Holder holder) {
        char[] password = PASSWORD.toCharArray();
        try {
            KeyStore own = empty();
            if (holder != null) {
                own.setKeyEntry("own", key(holder), password, chain(holder));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            KeyStore trusted = empty();
            trusted.setCertificateEntry(AUTHORITY, Made.STORE.getCertificate(AUTHORITY));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no context for " + holder, e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Key key(Holder holder) throws GeneralSecurityException {
        return Made.STORE.getKey(holder.alias(), PASSWORD.toCharArray());
    }

    private static Certificate[] chain(Holder holder) throws GeneralSecurityException {
        return Made.STORE.getCertificateChain(holder.alias());
    }

    /** The key and the certificates of this holder as a file for openssl. */
    public static Path pem(Holder holder, Path directory) {
        try {
            StringBuilder text =
                    new StringBuilder(pem("PRIVATE KEY", key(holder).getEncoded()));
            for (Certificate certificate : chain(holder)) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            return Files.writeString(directory.resolve(holder.alias() + ".pem"), text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificate of the authority as a file for openssl. */
    public static Path authorityPem(Path directory) {
        try {
            byte[] certificate = Made.STORE.getCertificate(AUTHORITY).getEncoded();
            return Files.writeString(directory.resolve("authority.pem"), pem("CERTIFICATE", certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String what, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }
}
