package io.zmq4j.internal.zmtp;

import java.nio.charset.StandardCharsets;

/** Words of a peer in a form that is safe to log: short, and without line breaks or terminal codes. */
public final class SafeText {

    private static final int LONGEST = 64;

    private SafeText() {}

    /** The text cut to 64 characters; all but printable ASCII, and the double quote, becomes '?'. */
    static String clean(String text) {
        int length = Math.min(text.length(), LONGEST);
        StringBuilder safe = new StringBuilder(length + 3);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            safe.append(c < ' ' || c > '~' || c == '"' ? '?' : c);
        }
        return safe.append(text.length() > LONGEST ? "..." : "").toString();
    }

    /** The same in double quotes. */
    public static String quote(String text) {
        return '"' + clean(text) + '"';
    }

    static String quote(byte[] text) {
        return quote(new String(text, StandardCharsets.ISO_8859_1));
    }
}
