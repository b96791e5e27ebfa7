package io.zmq4j.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Which primitives are used, and that they are the same whichever they are. */
class TiersTest {

    private static final boolean HAS_NATIVE = Runtime.version().feature() >= AvailableTiers.NATIVE_SINCE;
    private static final int PREFIX = 16;

    private final Random random = new Random(26);

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What is logged while a tier is chosen. */
    private static List<String> logOf(Runnable choice) {
        List<String> messages = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Crypto.class.getName());
        logger.addHandler(handler);
        try {
            choice.run();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }

    @Test
    void shouldUseLibsodiumWhereJavaCanCallIt() {
        List<String> log = logOf(() ->
                assertThat(Tiers.choose(null).getClass()).isEqualTo(HAS_NATIVE ? SodiumTier.class : JavaTier.class));
        assertThat(log)
                .containsExactly(
                        HAS_NATIVE
                                ? "CURVE uses X25519, XSalsa20 and Poly1305 of libsodium"
                                : "CURVE uses X25519 of Bouncy Castle, XSalsa20 and Poly1305 in Java; libsodium cannot be"
                                        + " called by Java " + Runtime.version().feature() + ", but by 22 and newer");
    }

    @Test
    void shouldUseJavaWhenThePropertySaysSo() {
        List<String> log = logOf(() -> assertThat(Tiers.choose("java")).isInstanceOf(JavaTier.class));
        assertThat(log)
                .containsExactly("CURVE uses X25519 of Bouncy Castle, XSalsa20 and Poly1305 in Java,"
                        + " as io.zmq4j.crypto is java");
    }

    @Test
    void shouldUseNothingButLibsodiumWhenThePropertySaysSo() {
        if (HAS_NATIVE) {
            assertThat(Tiers.choose("sodium")).isInstanceOf(SodiumTier.class);
        } else {
            assertThatThrownBy(() -> Tiers.choose("sodium"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("io.zmq4j.crypto is sodium, but libsodium cannot be called by Java "
                            + Runtime.version().feature() + ", but by 22 and newer");
        }
    }

    @Test
    void shouldRefuseAnUnknownTier() {
        assertThatThrownBy(() -> Tiers.choose("nacl"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("io.zmq4j.crypto is nacl, allowed: java, sodium, or not set");
    }

    @Test
    void shouldOpenWithOneTierWhatAnotherHasSealed() {
        for (String sealing : AvailableTiers.names()) {
            for (String opening : AvailableTiers.names()) {
                for (int i = 0; i < 500; i++) {
                    assertOpens(
                            AvailableTiers.open(sealing), AvailableTiers.open(opening), random.nextInt(1 << i % 17));
                }
            }
        }
    }

    private void assertOpens(Tier sealing, Tier opening, int size) {
        byte[] key = bytes(Crypto.KEY);
        byte[] prefix = bytes(PREFIX);
        byte[] text = bytes(size);
        byte[] sealed = new byte[size + SecretBox.OVERHEAD];
        byte[] opened = new byte[size];
        sealing.box(key, prefix).seal(size, text, 0, size, sealed, 0);
        assertThat(opening.box(key, prefix).open(size, sealed, 0, sealed.length, opened, 0))
                .isTrue();
        assertThat(opened).isEqualTo(text);
    }

    @Test
    void shouldAgreeOnOneKeyWithWhicheverTiers() {
        for (String name : AvailableTiers.names()) {
            KeyAgreement ours = AvailableTiers.open("java").agreement();
            KeyAgreement theirs = AvailableTiers.open(name).agreement();
            for (int i = 0; i < 100; i++) {
                byte[] secret = bytes(Crypto.KEY);
                byte[] otherSecret = bytes(Crypto.KEY);
                byte[] point = new byte[Crypto.KEY];
                byte[] otherPoint = new byte[Crypto.KEY];
                assertThat(theirs.publicKey(secret)).isEqualTo(ours.publicKey(secret));
                assertThat(ours.agree(secret, theirs.publicKey(otherSecret), point))
                        .isTrue();
                assertThat(theirs.agree(otherSecret, ours.publicKey(secret), otherPoint))
                        .isTrue();
                assertThat(otherPoint).isEqualTo(point);
            }
        }
    }

    @Test
    void shouldUseOneBoxForTextsOfAllSizesInTurn() {
        for (String name : AvailableTiers.names()) {
            byte[] key = bytes(Crypto.KEY);
            SecretBox used = AvailableTiers.open(name).box(key, new byte[PREFIX]);
            for (int i = 0; i < 300; i++) {
                int size = random.nextInt(1 << i % 17);
                byte[] text = bytes(size);
                byte[] sealed = new byte[size + SecretBox.OVERHEAD];
                byte[] expected = new byte[size + SecretBox.OVERHEAD];
                used.seal(i, text, 0, size, sealed, 0);
                AvailableTiers.open("java").box(key, new byte[PREFIX]).seal(i, text, 0, size, expected, 0);
                assertThat(Arrays.equals(sealed, expected))
                        .as("%s, %d bytes", name, size)
                        .isTrue();
            }
        }
    }
}
