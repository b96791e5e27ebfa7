package io.zmq4j;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A range of IP addresses, {@code address/bits}: those that begin with these bits. An address alone is a range of one. */
record Cidr(byte[] address, int bits) {

    /**
     * A range as text.
     *
     * @param what has it, for the message
     * @throws IllegalArgumentException when it is no such range; a name is none, as nobody is asked for it here
     */
    static Cidr parse(String what, String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = address(slash < 0 ? text : text.substring(0, slash));
            int all = address.length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= all) {
                return new Cidr(address, bits);
            }
            throw invalid(what, text, null);
        } catch (UnknownHostException | NumberFormatException e) {
            throw invalid(what, text, e);
        }
    }

    private static IllegalArgumentException invalid(String what, String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                what + " has '" + text + "', allowed: address/bits such as 10.0.0.0/8 or fd00::/8", cause);
    }

    private static byte[] address(String text) throws UnknownHostException {
        boolean four = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean six = text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:.]+");
        if (!four && !six) {
            throw new UnknownHostException(text);
        }
        return InetAddress.getByName(text).getAddress();
    }

    /** Whether it is an IP address, and in this range. A zone is not looked at. */
    boolean contains(String other) {
        int zone = other.indexOf('%');
        try {
            return contains(address(zone < 0 ? other : other.substring(0, zone)));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    boolean contains(InetAddress other) {
        return contains(other.getAddress());
    }

    private boolean contains(byte[] bytes) {
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

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(address).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("no address of " + address.length + " bytes", e);
        }
    }
}
