package io.zmq4j.internal.crypto;

/** The program of {@link FreshJvmTest}: uses the primitives once. */
final class CryptoProbe {

    private CryptoProbe() {}

    public static void main(String[] args) {
        byte[] secret = new byte[Crypto.KEY];
        secret[0] = 8;
        byte[] key = Crypto.get().sharedKey(secret, Crypto.get().publicKey(secret));
        System.out.println("key=" + (key != null));
    }
}
