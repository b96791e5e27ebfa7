package io.zmq4j;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A range of IP addresses, {@code address/bits}: those that begin with these bits. An address alone is a range of one. */
record Cidr(byte[] address, int bits) {

    /** @throws IllegalArgumentException when it is no such range; a name is none, as nobody is asked for it here */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = address(slash < 0 ? text : text.substring(0, slash));
            int all = address.length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= all) {
                return new Cidr(address, bits);
            }
            throw invalid(text, null);
        } catch (UnknownHostException | NumberFormatException e) {
            throw invalid(text, e);
        }
    }

    private static IllegalArgumentException invalid(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "tcpAcceptFilters has '" + text + "', allowed: address/bits such as 10.0.0.0/8 or fd00::/8", cause);
    }

    private static byte[] address(String text) throws UnknownHostException {
        boolean four = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean six = text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:.]+");
        if (!four && !six) {
            throw new UnknownHostException(text);
        }
        return InetAddress.getByName(text).getAddress();
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >>> bit % Byte.SIZE;
            if (((bytes[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
