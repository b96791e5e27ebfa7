package io.zmq4j.hostile;

import io.zmq4j.testing.Wire;
import java.util.List;

/** Public keys of X25519 with which every secret key agrees on the same (RFC 7748, section 6.1). */
final class LowOrder {

    /** In their shortest form, and those that stand for 0 and 1 beyond the prime. */
    static final List<byte[]> KEYS = List.of(
            Wire.hex("00".repeat(32)),
            Wire.hex("01" + "00".repeat(31)),
            Wire.hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            Wire.hex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
            Wire.hex("ec" + "ff".repeat(30) + "7f"),
            Wire.hex("ed" + "ff".repeat(30) + "7f"),
            Wire.hex("ee" + "ff".repeat(30) + "7f"));

    private LowOrder() {}
}
