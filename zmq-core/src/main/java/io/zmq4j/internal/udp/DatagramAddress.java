package io.zmq4j.internal.udp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first frame of a DGRAM message, {@code address:port} with an IPv6 address in brackets. Names are not allowed, as nobody
 * has the time to ask for them there. An instance remembers the last one, since most messages go where the last one went.
 */
public final class DatagramAddress {

    private static final int LONGEST = 100;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3}):(\\d{1,5})");
    private static final Pattern IPV6 = Pattern.compile("(\\[[0-9a-fA-F]*:[0-9a-fA-F:.]*(?:%[\\w.-]+)?\\]):(\\d{1,5})");

    private byte[] text = {};
    private @Nullable InetSocketAddress address;

    /**
     * The address in this frame, of which a zero byte at the end, as libzmq has it, does not count.
     *
     * @throws IllegalArgumentException when it is none
     */
    public InetSocketAddress parse(byte[] frame) {
        InetSocketAddress last = address;
        if (last != null && Arrays.equals(text, frame)) {
            return last;
        }
        InetSocketAddress parsed = frame.length > LONGEST ? null : parse(withoutZero(frame));
        if (parsed == null) {
            throw new IllegalArgumentException("the address is '" + printable(frame)
                    + "', allowed: ip:port or [ipv6]:port with a port from 1 to 65535, no names");
        }
        text = frame;
        address = parsed;
        return parsed;
    }

    private static String withoutZero(byte[] frame) {
        boolean zero = frame.length > 0 && frame[frame.length - 1] == 0;
        return new String(frame, 0, zero ? frame.length - 1 : frame.length, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable InetSocketAddress parse(String text) {
        Matcher four = IPV4.matcher(text);
        Matcher six = IPV6.matcher(text);
        try {
            if (four.matches()) {
                return of(ipv4(four), four.group(5));
            }
            // with brackets and a colon it is never taken for a name
            return six.matches() ? of(InetAddress.getByName(six.group(1)), six.group(2)) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static @Nullable InetAddress ipv4(Matcher parts) throws UnknownHostException {
        byte[] bytes = new byte[4];
        for (int i = 0; i < bytes.length; i++) {
            int part = Integer.parseInt(parts.group(i + 1));
            if (part > 255) {
                return null;
            }
            bytes[i] = (byte) part;
        }
        return InetAddress.getByAddress(bytes);
    }

    private static @Nullable InetSocketAddress of(@Nullable InetAddress ip, String port) {
        int number = Integer.parseInt(port);
        return ip == null || number < 1 || number > HIGHEST_PORT ? null : new InetSocketAddress(ip, number);
    }

    private static String printable(byte[] frame) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(frame.length, LONGEST); i++) {
            shown.append(frame[i] >= ' ' && frame[i] <= '~' ? (char) frame[i] : '?');
        }
        return shown.append(frame.length > LONGEST ? "..." : "").toString();
    }

    /** The text of a resolved address, as {@link #parse} takes it. */
    public static String format(InetSocketAddress address) {
        String ip = address.getAddress().getHostAddress();
        boolean six = address.getAddress() instanceof Inet6Address;
        return (six ? "[" + ip + "]" : ip) + ":" + address.getPort();
    }
}
