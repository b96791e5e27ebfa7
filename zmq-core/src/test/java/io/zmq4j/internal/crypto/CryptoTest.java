package io.zmq4j.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of every tier that this JVM has. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.zmq4j.internal.crypto.AvailableTiers#names")
class CryptoTest {

    private static final int PREFIX = 16;

    private final Random random = new Random(26);
    private final Crypto crypto;

    CryptoTest(String tier) {
        crypto = new Crypto(AvailableTiers.open(tier));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The box of NaCl's own tests, "Cryptography in NaCl" by Bernstein. */
    @Test
    void shouldSealTheBoxOfNaCl() {
        byte[] alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        byte[] bob = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        byte[] nonce = hex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        byte[] text = hex("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc"
                + "e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
                + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
                + "5e0705");
        byte[] key = crypto.sharedKey(alice, bob);
        assertThat(key).isEqualTo(hex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389"));
        byte[] sealed = new byte[text.length + SecretBox.OVERHEAD];
        long end = ByteBuffer.wrap(nonce).getLong(PREFIX);
        crypto.box(key, Arrays.copyOf(nonce, PREFIX)).seal(end, text, 0, text.length, sealed, 0);
        assertThat(sealed)
                .isEqualTo(hex("f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce"
                        + "48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972"
                        + "71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
                        + "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b3"
                        + "7973f622a43d14a6599b1f654cb45a74e355a5"));
    }

    /** RFC 7748, section 6.1. */
    @Test
    void shouldAgreeAsRfc7748() {
        byte[] alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        byte[] bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] alicePublic = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        byte[] bobPublic = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        assertThat(crypto.publicKey(alice)).isEqualTo(alicePublic);
        assertThat(crypto.publicKey(bob)).isEqualTo(bobPublic);
        assertThat(crypto.sharedKey(alice, bobPublic)).isEqualTo(crypto.sharedKey(bob, alicePublic));
    }

    /** The public keys of low order, with which everybody knows the shared secret (RFC 7748, section 6.1). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void shouldAgreeOnNothingWithAKeyOfLowOrder(String key) {
        assertThat(crypto.sharedKey(bytes(Crypto.KEY), hex(key))).isNull();
    }

    @Test
    void shouldSealAsTheReferenceOfAnySize() {
        int count = Integer.getInteger("zmq4j.cryptoRounds", 20_000);
        for (int i = 0; i < count; i++) {
            int size = i < 1_200 ? i : random.nextInt(random.nextInt(20) == 0 ? 20_000 : 600);
            byte[] key = bytes(Crypto.KEY);
            byte[] nonce = bytes(24);
            byte[] text = bytes(size);
            if (i % 7 == 0) {
                Arrays.fill(text, (byte) -1); // where carries are longest
            }
            assertSealsAsReference(key, nonce, text);
        }
    }

    private void assertSealsAsReference(byte[] key, byte[] nonce, byte[] text) {
        SecretBox box = crypto.box(key, Arrays.copyOf(nonce, PREFIX));
        long end = ByteBuffer.wrap(nonce).getLong(PREFIX);
        byte[] sealed = new byte[text.length + SecretBox.OVERHEAD];
        box.seal(end, text, 0, text.length, sealed, 0);
        assertThat(sealed).as("%d bytes", text.length).isEqualTo(reference(key, nonce, text));

        byte[] inPlace = sealed.clone();
        assertThat(box.open(end, inPlace, 0, inPlace.length, inPlace, SecretBox.OVERHEAD))
                .isTrue();
        assertThat(Arrays.copyOfRange(inPlace, SecretBox.OVERHEAD, inPlace.length))
                .isEqualTo(text);
        box.seal(end, inPlace, SecretBox.OVERHEAD, text.length, inPlace, 0);
        assertThat(inPlace).isEqualTo(sealed);
    }

    private static byte[] reference(byte[] key, byte[] nonce, byte[] text) {
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] tagKey = new byte[32];
        stream.processBytes(tagKey, 0, tagKey.length, tagKey, 0);
        byte[] sealed = new byte[SecretBox.OVERHEAD + text.length];
        stream.processBytes(text, 0, text.length, sealed, SecretBox.OVERHEAD);
        Poly1305 tag = new Poly1305();
        tag.init(new KeyParameter(tagKey));
        tag.update(sealed, SecretBox.OVERHEAD, text.length);
        tag.doFinal(sealed, 0);
        return sealed;
    }

    /** Around the sizes at which libsodium gets one more piece. */
    @ParameterizedTest
    @ValueSource(ints = {479, 480, 481, 16_383, 16_384, 16_385, 16_863, 16_864, 16_865, 49_152, 65_537, 200_000})
    void shouldSealLongTextsAsTheReference(int size) {
        assertSealsAsReference(bytes(Crypto.KEY), bytes(24), bytes(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 600, 40_000})
    void shouldSealInTheMiddleOfArrays(int size) {
        byte[] key = bytes(Crypto.KEY);
        byte[] text = bytes(size);
        byte[] out = new byte[size + 100];
        byte[] in = new byte[size + 100];
        System.arraycopy(text, 0, in, 37, size);
        crypto.box(key, new byte[PREFIX]).seal(9, in, 37, size, out, 51);
        byte[] nonce = ByteBuffer.allocate(24).putLong(PREFIX, 9).array();
        assertThat(Arrays.copyOfRange(out, 51, 51 + SecretBox.OVERHEAD + size)).isEqualTo(reference(key, nonce, text));
        Arrays.fill(out, 51, 51 + SecretBox.OVERHEAD + size, (byte) 0);
        assertThat(out).as("nothing else is written").isEqualTo(new byte[size + 100]);
    }

    @Test
    void shouldRefuseTextsThatEndBehindTheirArrays() {
        SecretBox box = crypto.box(bytes(Crypto.KEY), bytes(PREFIX));
        byte[] small = new byte[20_000];
        byte[] large = new byte[40_000];
        assertThatThrownBy(() -> box.seal(1, small, 1, 20_000, large, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> box.seal(1, large, 0, 20_000, small, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> box.open(1, small, 1, 20_000, large, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40_000})
    void shouldForgetItsKey(int size) {
        SecretBox box = crypto.box(bytes(Crypto.KEY), bytes(PREFIX));
        byte[] text = bytes(size);
        byte[] before = new byte[size + SecretBox.OVERHEAD];
        byte[] after = new byte[size + SecretBox.OVERHEAD];
        box.seal(1, text, 0, size, before, 0);
        box.wipe();
        box.seal(1, text, 0, size, after, 0);
        Salsa20 stream = new Salsa20(new byte[Salsa20.KEY]);
        byte[] first = new byte[Salsa20.BLOCK];
        stream.firstBlock(Long.reverseBytes(1), first);
        assertThat(after).isNotEqualTo(before);
        assertThat(after[SecretBox.OVERHEAD]).as("sealed with zeros").isEqualTo((byte) (text[0] ^ first[32]));
    }

    @ParameterizedTest
    @ValueSource(ints = {17_000, 70_000})
    void shouldNotOpenLongTextsOfWhichAnyPieceWasChanged(int size) {
        SecretBox box = crypto.box(bytes(Crypto.KEY), bytes(PREFIX));
        byte[] sealed = new byte[size + SecretBox.OVERHEAD];
        box.seal(7, bytes(size), 0, size, sealed, 0);
        byte[] out = new byte[size];
        for (int at = 0; at < sealed.length; at += 997) {
            sealed[at] ^= 4;
            assertThat(box.open(7, sealed, 0, sealed.length, out, 0)).isFalse();
            sealed[at] ^= 4;
        }
        assertThat(out).as("nothing is written").isEqualTo(new byte[size]);
        assertThat(box.open(7, sealed, 0, sealed.length, out, 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 47, 300, 5_000})
    void shouldNotOpenWhatWasChanged(int size) {
        SecretBox box = crypto.box(bytes(Crypto.KEY), bytes(PREFIX));
        byte[] sealed = new byte[size + SecretBox.OVERHEAD];
        box.seal(7, bytes(size), 0, size, sealed, 0);
        byte[] out = new byte[size];
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            sealed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(box.open(7, sealed, 0, sealed.length, out, 0)).isFalse();
            sealed[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(out).as("nothing is written").isEqualTo(new byte[size]);
        assertThat(box.open(8, sealed, 0, sealed.length, out, 0))
                .as("another nonce")
                .isFalse();
        assertThat(box.open(7, sealed, 0, sealed.length, out, 0)).isTrue();
    }
}
