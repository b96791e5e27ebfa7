package io.zmq4j.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.testing.NaclBox;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * X25519 where implementations have had their errors, by the kinds of cases of Project Wycheproof, made here: the JDK and
 * Bouncy Castle, which share no code, must agree with what CURVE computes.
 */
class KeyAgreementTest {

    private static final Crypto CRYPTO = Crypto.get();
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger A = BigInteger.valueOf(486_662);
    private static final int BITS = 255;

    /** What {@link #ladder} gives for the point without coordinates. */
    private static final BigInteger INFINITY = BigInteger.ONE.negate();

    /** What is special about a public key. */
    private enum Kind {
        /** 0, 1, -1 and the points of order 8, in every form below 2^255. */
        LOW_ORDER,
        /** From the prime to 2^255, which stand for small numbers. */
        NOT_CANONICAL,
        /** Powers of two and their neighbours, long runs of ones, limbs full or empty. */
        SPECIAL,
        /** Not on the curve but on its twist. */
        TWIST,
        /** On the curve. */
        CURVE,
        /** Small numbers. */
        SMALL
    }

    private static byte[] little(BigInteger number) {
        byte[] bytes = new byte[Crypto.KEY];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static BigInteger number(byte[] little) {
        byte[] big = new byte[little.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        return new BigInteger(1, big);
    }

    private static boolean isOnCurve(BigInteger u) {
        BigInteger right = u.modPow(BigInteger.valueOf(3), P)
                .add(A.multiply(u.modPow(BigInteger.TWO, P)))
                .add(u)
                .mod(P);
        return right.modPow(P.subtract(BigInteger.ONE).shiftRight(1), P).compareTo(BigInteger.ONE) <= 0;
    }

    private static Set<BigInteger> publicKeys(Kind kind) {
        Random random = new Random(kind.ordinal());
        Set<BigInteger> keys = new LinkedHashSet<>();
        switch (kind) {
            case LOW_ORDER -> {
                List<BigInteger> points = List.of(
                        BigInteger.ZERO,
                        BigInteger.ONE,
                        P.subtract(BigInteger.ONE),
                        new BigInteger("325606250916557431795983626356110631294008115727848805560023387167927233504"),
                        new BigInteger(
                                "39382357235489614581723060781553021112529911719440698176882885853963445705823"));
                for (BigInteger point : points) {
                    keys.add(point);
                    if (point.add(P).bitLength() <= BITS) {
                        keys.add(point.add(P));
                    }
                }
            }
            case NOT_CANONICAL -> {
                for (int i = 2; i < 19; i++) {
                    keys.add(P.add(BigInteger.valueOf(i)));
                }
            }
            case SPECIAL -> {
                for (int bit = 1; bit < BITS; bit++) {
                    BigInteger power = BigInteger.ONE.shiftLeft(bit);
                    keys.add(power);
                    keys.add(power.subtract(BigInteger.ONE));
                    keys.add(power.add(BigInteger.ONE));
                    keys.add(P.subtract(power).mod(P));
                }
                for (int limb : new int[] {16, 25, 26, 28, 51, 52, 56, 64}) {
                    BigInteger ones = BigInteger.ONE.shiftLeft(limb).subtract(BigInteger.ONE);
                    for (int at = 0; at < BITS; at += limb) {
                        BigInteger one = ones.shiftLeft(at).mod(BigInteger.ONE.shiftLeft(BITS));
                        keys.add(one);
                        keys.add(P.subtract(one.mod(P)).mod(P));
                    }
                }
                keys.removeIf(key -> key.mod(P).compareTo(BigInteger.ONE) <= 0);
                keys.remove(P.subtract(BigInteger.ONE));
            }
            case TWIST, CURVE -> {
                while (keys.size() < 100) {
                    BigInteger u = new BigInteger(BITS, random).mod(P);
                    if (isOnCurve(u) == (kind == Kind.CURVE)) {
                        keys.add(u);
                    }
                }
            }
            case SMALL -> {
                for (int i = 2; i < 60; i++) {
                    keys.add(BigInteger.valueOf(i));
                }
            }
        }
        return keys;
    }

    /** Secret keys at the ends of what clamping leaves, and some between. */
    private static List<byte[]> secretKeys(long seed) {
        Random random = new Random(seed);
        List<byte[]> keys = new ArrayList<>();
        byte[] ones = new byte[Crypto.KEY];
        Arrays.fill(ones, (byte) -1);
        byte[] some = new byte[Crypto.KEY];
        random.nextBytes(some);
        keys.add(new byte[Crypto.KEY]);
        keys.add(ones);
        keys.add(some);
        return keys;
    }

    /** As the JDK computes it; null when it refuses the key. */
    private static byte @Nullable [] byJdk(byte[] secretKey, BigInteger publicKey) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("X25519");
        var agreement = javax.crypto.KeyAgreement.getInstance("X25519");
        agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, secretKey)));
        try {
            agreement.doPhase(factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, publicKey)), true);
        } catch (InvalidKeyException e) {
            return null;
        }
        return agreement.generateSecret();
    }

    private static byte[] byBouncyCastle(byte[] secretKey, byte[] publicKey) {
        byte[] point = new byte[Crypto.KEY];
        X25519.scalarMult(secretKey, 0, publicKey, 0, point, 0);
        return point;
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeAsTheJdkDoes(Kind kind) throws GeneralSecurityException {
        for (BigInteger u : publicKeys(kind)) {
            byte[] publicKey = little(u);
            for (byte[] secretKey : secretKeys(u.longValue())) {
                byte[] point = byJdk(secretKey, u);
                byte[] key = CRYPTO.sharedKey(secretKey, publicKey);
                if (kind == Kind.LOW_ORDER) {
                    assertThat(point).as("the JDK with %s", u).isNull();
                    assertThat(key).as("%s", u).isNull();
                    assertThat(byBouncyCastle(secretKey, publicKey)).containsOnly(0);
                } else {
                    assertThat(point).as("the JDK with %s", u).isNotNull();
                    assertThat(key).as("%s", u).isEqualTo(NaclBox.firstKey(point));
                    assertThat(byBouncyCastle(secretKey, publicKey)).isEqualTo(point);
                }
            }
        }
    }

    /** As many as the published vectors have. */
    @Test
    void shouldTryManyCasesOfEveryKind() {
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            counts.put(kind, publicKeys(kind).size() * secretKeys(0).size());
        }
        assertThat(counts.get(Kind.LOW_ORDER)).isEqualTo(7 * 3);
        assertThat(counts.get(Kind.NOT_CANONICAL)).isEqualTo(17 * 3);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(600);
    }

    /**
     * The shared point is special: -1, powers of two, the largest. The public key for it is the special point times the
     * inverse of the clamped secret key, modulo the order of the group that the point is in.
     */
    @Test
    void shouldAgreeOnSpecialPoints() throws GeneralSecurityException {
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        // the twist has 4 * (a prime) points, and the two groups together 2p + 2
        BigInteger twist =
                P.add(BigInteger.ONE).shiftLeft(1).subtract(order.shiftLeft(3)).shiftRight(2);
        assertThat(twist.isProbablePrime(50)).isTrue();
        int found = 0;
        for (BigInteger point : publicKeys(Kind.SPECIAL)) {
            BigInteger group = isOnCurve(point) ? order : twist;
            if (!ladder(point, group).equals(INFINITY)) {
                continue; // it has a part of small order, which no clamped key can make
            }
            for (byte[] secretKey : secretKeys(found)) {
                BigInteger scalar = clamped(secretKey);
                byte[] publicKey = little(ladder(point, scalar.modInverse(group)));
                assertThat(byJdk(secretKey, number(publicKey))).isEqualTo(little(point));
                assertThat(CRYPTO.sharedKey(secretKey, publicKey)).isEqualTo(NaclBox.firstKey(little(point)));
                found++;
            }
        }
        assertThat(found).isGreaterThan(100);
    }

    private static BigInteger clamped(byte[] secretKey) {
        byte[] bytes = secretKey.clone();
        bytes[0] &= (byte) 248;
        bytes[31] &= 127;
        bytes[31] |= 64;
        return number(bytes);
    }

    /** The ladder of RFC 7748, section 5, for any scalar, in numbers of any size. */
    private static BigInteger ladder(BigInteger u, BigInteger scalar) {
        BigInteger a24 = BigInteger.valueOf(121_665);
        BigInteger x2 = BigInteger.ONE;
        BigInteger z2 = BigInteger.ZERO;
        BigInteger x3 = u;
        BigInteger z3 = BigInteger.ONE;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            boolean swap = scalar.testBit(bit);
            BigInteger xa = swap ? x3 : x2;
            BigInteger za = swap ? z3 : z2;
            BigInteger xb = swap ? x2 : x3;
            BigInteger zb = swap ? z2 : z3;
            BigInteger plus = xa.add(za);
            BigInteger minus = xa.subtract(za);
            BigInteger plusSquare = plus.multiply(plus).mod(P);
            BigInteger minusSquare = minus.multiply(minus).mod(P);
            BigInteger difference = plusSquare.subtract(minusSquare);
            BigInteger cross = xb.subtract(zb).multiply(plus).mod(P);
            BigInteger other = xb.add(zb).multiply(minus).mod(P);
            BigInteger sum = cross.add(other);
            BigInteger gap = cross.subtract(other);
            BigInteger doubled = plusSquare.multiply(minusSquare).mod(P);
            BigInteger doubledZ = difference
                    .multiply(plusSquare.add(a24.multiply(difference)))
                    .mod(P);
            BigInteger added = sum.multiply(sum).mod(P);
            BigInteger addedZ = u.multiply(gap).mod(P).multiply(gap).mod(P);
            x2 = swap ? added : doubled;
            z2 = swap ? addedZ : doubledZ;
            x3 = swap ? doubled : added;
            z3 = swap ? doubledZ : addedZ;
        }
        return z2.signum() == 0 ? INFINITY : x2.multiply(z2.modInverse(P)).mod(P);
    }
}
