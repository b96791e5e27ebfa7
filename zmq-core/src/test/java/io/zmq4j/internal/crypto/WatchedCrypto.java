package io.zmq4j.internal.crypto;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The primitives, and who has computed a product on the curve. */
public final class WatchedCrypto implements Tier, KeyAgreement {

    private final Tier real = Tiers.choose(null);
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private volatile Runnable before = () -> {};

    /** Is called before each product, by who computes it. */
    public void before(Runnable task) {
        before = task;
    }

    public Crypto crypto() {
        return new Crypto(this);
    }

    /** One for each product. */
    public Queue<Thread> threads() {
        return threads;
    }

    @Override
    public String description() {
        return "a test's " + real.description();
    }

    @Override
    public KeyAgreement agreement() {
        return this;
    }

    @Override
    public SecretBox box(byte[] sharedKey, byte[] prefix) {
        return real.box(sharedKey, prefix);
    }

    @Override
    public byte[] publicKey(byte[] secretKey) {
        threads.add(Thread.currentThread());
        before.run();
        return real.agreement().publicKey(secretKey);
    }

    @Override
    public boolean agree(byte[] secretKey, byte[] publicKey, byte[] point) {
        threads.add(Thread.currentThread());
        before.run();
        return real.agreement().agree(secretKey, publicKey, point);
    }
}
