package io.zmq4j.internal.crypto;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The functions of libsodium that CURVE needs. The handles are constants, so that the JIT compiler makes plain calls of them. A
 * call holds the collector off, and so gets {@link #PIECE} bytes at most; that they lie within their arrays is checked here, as
 * nobody else would. This class cannot be initialized where the library cannot be used.
 */
final class Sodium {

    /** Bytes that one call may be given: 10 microseconds of work or so. */
    static final int PIECE = 16 * 1024;

    private static final MethodHandle STREAM;
    private static final MethodHandle TAG;
    private static final MethodHandle TAG_BEGIN;
    private static final MethodHandle TAG_UPDATE;
    private static final MethodHandle TAG_END;
    private static final MethodHandle ADDRESS;
    private static final MethodHandle MULTIPLY;
    private static final MethodHandle MULTIPLY_BASE;

    static {
        try {
            ForeignLibrary library = new ForeignLibrary(SodiumFiles.NAMES);
            Class<?> bytes = byte[].class;
            Class<?> number = long.class;
            STREAM = library.function("crypto_stream_salsa20_xor_ic", bytes, bytes, number, bytes, number, bytes);
            TAG = library.function("crypto_onetimeauth", bytes, bytes, number, bytes);
            TAG_BEGIN = library.function("crypto_onetimeauth_init", number, bytes);
            TAG_UPDATE = library.function("crypto_onetimeauth_update", number, bytes, number);
            TAG_END = library.function("crypto_onetimeauth_final", number, bytes);
            ADDRESS = library.addressOf();
            MULTIPLY = library.function("crypto_scalarmult", bytes, bytes, bytes);
            MULTIPLY_BASE = library.function("crypto_scalarmult_base", bytes, bytes);
            // has it choose what is fastest on this processor
            if (library.call("sodium_init") < 0) {
                throw new IllegalStateException("sodium_init has failed");
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a look-up has failed: " + e, e);
        }
    }

    private Sodium() {}

    /** Does nothing, but that the class is initialized then. */
    static void require() {}

    /** Combines at most {@link #PIECE} bytes with the stream of Salsa20 from this block on. */
    static void combine(byte[] key, byte[] nonce, long block, byte[] in, int inAt, int length, byte[] out, int outAt) {
        Objects.checkFromIndexSize(inAt, length, in.length);
        Objects.checkFromIndexSize(outAt, length, out.length);
        try {
            int ignored = (int) STREAM.invokeExact(out, outAt, in, inAt, (long) length, nonce, 0, block, key, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The tag of Poly1305 of at most {@link #PIECE} bytes. */
    static void tag(byte[] key, byte[] in, int at, int length, byte[] tag, int tagAt) {
        Objects.checkFromIndexSize(at, length, in.length);
        Objects.checkFromIndexSize(tagAt, Poly1305.TAG, tag.length);
        try {
            int ignored = (int) TAG.invokeExact(tag, tagAt, in, at, (long) length, key, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long addressOf(ByteBuffer direct) {
        try {
            return (long) ADDRESS.invokeExact(direct);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void beginTag(long state, byte[] key) {
        try {
            int ignored = (int) TAG_BEGIN.invokeExact(state, key, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void updateTag(long state, byte[] in, int at, int length) {
        Objects.checkFromIndexSize(at, length, in.length);
        try {
            int ignored = (int) TAG_UPDATE.invokeExact(state, in, at, (long) length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void endTag(long state, byte[] tag, int tagAt) {
        Objects.checkFromIndexSize(tagAt, Poly1305.TAG, tag.length);
        try {
            int ignored = (int) TAG_END.invokeExact(state, tag, tagAt);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** @return false when the point is of low order */
    static boolean multiply(byte[] scalar, byte[] point, byte[] product) {
        Objects.checkFromIndexSize(0, KeyAgreement.KEY, scalar.length);
        Objects.checkFromIndexSize(0, KeyAgreement.KEY, point.length);
        Objects.checkFromIndexSize(0, KeyAgreement.KEY, product.length);
        try {
            return (int) MULTIPLY.invokeExact(product, 0, scalar, 0, point, 0) == 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void multiplyBase(byte[] scalar, byte[] product) {
        Objects.checkFromIndexSize(0, KeyAgreement.KEY, scalar.length);
        Objects.checkFromIndexSize(0, KeyAgreement.KEY, product.length);
        try {
            int ignored = (int) MULTIPLY_BASE.invokeExact(product, 0, scalar, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** These functions throw nothing, so this is an index that is out of bounds, or an error of the JVM. */
    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }
}
