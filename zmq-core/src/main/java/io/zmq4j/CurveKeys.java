package io.zmq4j;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/**
 * A pair of keys of CURVE (RFC 26): the public one is given to peers, the secret one never leaves its owner. Both have 32
 * bytes, or 40 characters of {@link Z85}. Immutable.
 */
public final class CurveKeys {

    /** Bytes of a key. */
    public static final int KEY_SIZE = 32;

    private static final int TEXT_SIZE = 40;
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private final byte[] publicKey;
    private final byte[] secretKey;

    private CurveKeys(byte[] publicKey, byte[] secretKey) {
        this.publicKey = publicKey;
        this.secretKey = secretKey;
    }

    /** A new pair. libzmq: {@code zmq_curve_keypair}. */
    public static CurveKeys generate() {
        byte[] secret = new byte[KEY_SIZE];
        new SecureRandom().nextBytes(secret);
        return new CurveKeys(derivePublic(secret), secret);
    }

    /**
     * A pair as text.
     *
     * @throws IllegalArgumentException when a key is not 40 characters of Z85, or the public key is not the one that belongs
     *     to the secret key
     */
    public static CurveKeys of(String publicKey, String secretKey) {
        return of(decode("public key", publicKey), decode("secret key", secretKey));
    }

    /**
     * A pair as bytes, which are copied.
     *
     * @throws IllegalArgumentException when a key has not 32 bytes, or the public key is not the one that belongs to the
     *     secret key
     */
    public static CurveKeys of(byte[] publicKey, byte[] secretKey) {
        byte[] known = checked("public key", publicKey);
        byte[] secret = checked("secret key", secretKey);
        if (!Arrays.equals(known, derivePublic(secret))) {
            throw new IllegalArgumentException("the public key " + Z85.encode(known)
                    + " does not belong to the secret key, allowed: the two keys of one pair");
        }
        return new CurveKeys(known, secret);
    }

    /**
     * The pair of a secret key. libzmq: {@code zmq_curve_public}.
     *
     * @param secretKey 40 characters of Z85
     */
    public static CurveKeys ofSecret(String secretKey) {
        byte[] secret = decode("secret key", secretKey);
        return new CurveKeys(derivePublic(secret), secret);
    }

    /**
     * The pair in a certificate with a secret key, as CZMQ and {@link KeyTool} write it.
     *
     * @throws IllegalArgumentException when it cannot be read, or has no such pair; the message tells no secret key
     */
    public static CurveKeys read(Path certificate) {
        try {
            return pairOf(Certificate.read(certificate));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot use " + certificate + ": " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot use " + certificate + ": " + e.getMessage(), e);
        }
    }

    /**
     * The pair in the text of a certificate with a secret key, for one that is in no file.
     *
     * @throws IllegalArgumentException when it has no such pair; the message tells no secret key
     */
    public static CurveKeys parse(String certificate) {
        return pairOf(Certificate.parse(certificate.lines().toList()));
    }

    /**
     * The public key in the text of a certificate, with or without a secret key: 40 characters of Z85.
     *
     * @throws IllegalArgumentException when it has none; the message tells no secret key
     */
    public static String parsePublicKey(String certificate) {
        return Certificate.parse(certificate.lines().toList()).publicKey();
    }

    private static CurveKeys pairOf(Certificate certificate) {
        String secretKey = certificate.secretKey();
        if (secretKey == null) {
            throw new IllegalArgumentException("it has no secret-key under curve: it is the file for others");
        }
        return of(certificate.publicKey(), secretKey);
    }

    /** A public key in bytes or as text that a peer has given. */
    static byte[] decode(String what, String text) {
        if (text.length() != TEXT_SIZE) {
            throw new IllegalArgumentException(
                    "the " + what + " has " + text.length() + " characters, allowed: " + TEXT_SIZE + " of Z85");
        }
        try {
            return Z85.decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the " + what + " is not Z85: " + e.getMessage(), e);
        }
    }

    static byte[] checked(String what, byte[] key) {
        if (key.length != KEY_SIZE) {
            throw new IllegalArgumentException("the " + what + " has " + key.length + " bytes, allowed: " + KEY_SIZE);
        }
        return key.clone();
    }

    /**
     * A public key with which a secret can be agreed on.
     *
     * @throws IllegalArgumentException when it has not 32 bytes, has two forms, or is of low order, so that everybody knows
     *     the secrets of its owner
     */
    static byte[] checkedPublic(String what, byte[] key) {
        byte[] checked = checked(what, key);
        if (checked[KEY_SIZE - 1] < 0) {
            throw new IllegalArgumentException("the " + what + " " + Z85.encode(checked)
                    + " has its highest bit set, allowed: the public key of a pair");
        }
        byte[] bigEndian = new byte[KEY_SIZE];
        for (int i = 0; i < KEY_SIZE; i++) {
            bigEndian[i] = checked[KEY_SIZE - 1 - i];
        }
        try {
            multiply(new byte[KEY_SIZE], new BigInteger(bigEndian));
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "the " + what + " " + Z85.encode(checked) + " is of low order, allowed: the public key of a pair",
                    e);
        }
        return checked;
    }

    private static byte[] derivePublic(byte[] secret) {
        try {
            return multiply(secret, BASE_POINT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the base point is no key: " + e.getMessage(), e);
        }
    }

    /** @throws InvalidKeyException when the point is of low order */
    private static byte[] multiply(byte[] secret, BigInteger point) throws InvalidKeyException {
        try {
            KeyFactory factory = KeyFactory.getInstance("X25519");
            PrivateKey own = factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secret));
            PublicKey other = factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, point));
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(own);
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException("this JVM has no X25519: " + e.getMessage(), e);
        }
    }

    /** The public key, 40 characters of Z85. */
    public String publicKey() {
        return Z85.encode(publicKey);
    }

    /** The secret key, 40 characters of Z85. */
    public String secretKey() {
        return Z85.encode(secretKey);
    }

    /** A copy of the public key. */
    public byte[] publicKeyBytes() {
        return publicKey.clone();
    }

    /** A copy of the secret key. */
    public byte[] secretKeyBytes() {
        return secretKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurveKeys that && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    /** Names the public key alone. */
    @Override
    public String toString() {
        return "CurveKeys[public " + publicKey() + "]";
    }
}
