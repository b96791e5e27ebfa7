package io.zmq4j.testing;

/** How much a test does: little by default, as much as a system property says for a long run. */
public final class Scale {

    private Scale() {}

    /** The value of {@code -Dzmq4j.<name>}, or this default. */
    public static int of(String name, int quick) {
        return Integer.getInteger("zmq4j." + name, quick);
    }
}
