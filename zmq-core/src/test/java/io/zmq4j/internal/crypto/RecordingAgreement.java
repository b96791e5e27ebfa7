package io.zmq4j.internal.crypto;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes all secrets that are agreed on, in a form in which they are not found again. */
final class RecordingAgreement implements KeyAgreement, AutoCloseable {

    private static final List<String> PREFIXES = List.of("CurveZMQMESSAGEC", "CurveZMQMESSAGES");

    final List<byte[]> masked = new CopyOnWriteArrayList<>();
    private final Tier product;

    /** Takes the place of the product's until this is closed. */
    RecordingAgreement() throws ReflectiveOperationException {
        product = (Tier) place().get(Crypto.get());
        place().set(Crypto.get(), new Tier() {
            @Override
            public String description() {
                return product.description();
            }

            @Override
            public KeyAgreement agreement() {
                return RecordingAgreement.this;
            }

            @Override
            public SecretBox box(byte[] sharedKey, byte[] prefix) {
                return product.box(sharedKey, prefix);
            }
        });
    }

    private static Field place() throws ReflectiveOperationException {
        Field field = Crypto.class.getDeclaredField("tier");
        field.setAccessible(true);
        return field;
    }

    /** The same secret, or what it was. */
    static byte[] mask(byte[] secret) {
        byte[] masked = new byte[secret.length];
        for (int i = 0; i < secret.length; i++) {
            masked[i] = (byte) (secret[i] ^ 0x5A ^ i);
        }
        return masked;
    }

    @Override
    public byte[] publicKey(byte[] secretKey) {
        return product.agreement().publicKey(secretKey);
    }

    /** The secret key, the point, the key made of it, and the keys made of that for messages. */
    @Override
    public boolean agree(byte[] secretKey, byte[] publicKey, byte[] point) {
        boolean agreed = product.agreement().agree(secretKey, publicKey, point);
        byte[] key = Salsa20.deriveKey(point, new byte[16]);
        masked.add(mask(secretKey));
        masked.add(mask(point));
        masked.add(mask(key));
        for (String prefix : PREFIXES) {
            masked.add(mask(Salsa20.deriveKey(key, prefix.getBytes(StandardCharsets.US_ASCII))));
        }
        return agreed;
    }

    @Override
    public void close() throws ReflectiveOperationException {
        place().set(Crypto.get(), product);
    }
}
