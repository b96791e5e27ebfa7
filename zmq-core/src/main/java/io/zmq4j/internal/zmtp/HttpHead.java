package io.zmq4j.internal.zmtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The head of an HTTP message (RFC 9112): the first line and the fields up to the empty line. It takes bytes in any pieces,
 * judges each as it comes, and is small whatever comes.
 */
final class HttpHead {

    static final int LONGEST = 8192;
    static final int MOST_FIELDS = 64;
    static final int LONGEST_NAME = 256;
    static final int LONGEST_VALUE = 4096;

    private static final int FIRST_SIZE = 512;
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    /** Where the line begins that is being read. */
    private int line;

    private String firstLine = "";
    private final Map<String, List<String>> fields = new HashMap<>();
    private int count;

    /** Reads up to the end of the head, never beyond, and tells whether that is reached. */
    boolean read(ByteBuffer in) throws HttpError {
        while (in.hasRemaining()) {
            if (add(in.get()) && endLine()) {
                return true;
            }
        }
        return false;
    }

    /** Takes a byte, and tells whether it ends a line. */
    private boolean add(byte next) throws HttpError {
        if (size == LONGEST) {
            throw new HttpError(HttpError.FIELDS_TOO_LARGE, "an HTTP head of more than " + LONGEST + " bytes");
        }
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        boolean afterReturn = size > line && bytes[size - 1] == '\r';
        boolean text = next >= ' ' && next != 0x7F || next == '\t' || next < 0 && line > 0;
        if (afterReturn != (next == '\n') || !text && next != '\r' && next != '\n') {
            throw new HttpError(HttpError.BAD_REQUEST, "no HTTP: byte " + size + " is " + (next & 0xFF));
        }
        bytes[size++] = next;
        return next == '\n';
    }

    /** Notes a line, and tells whether it was the empty one. */
    private boolean endLine() throws HttpError {
        String text = new String(bytes, line, size - line - 2, StandardCharsets.ISO_8859_1);
        boolean first = line == 0;
        line = size;
        if (first) {
            firstLine = text;
        } else if (!text.isEmpty()) {
            addField(text);
        }
        return !first && text.isEmpty();
    }

    private void addField(String text) throws HttpError {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (colon < 1 || !isToken(name)) {
            throw new HttpError(HttpError.BAD_REQUEST, "an HTTP field without a name: " + SafeText.quote(text));
        }
        String value = text.substring(colon + 1).strip();
        if (++count > MOST_FIELDS || name.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
            throw new HttpError(
                    HttpError.FIELDS_TOO_LARGE,
                    "HTTP fields beyond " + MOST_FIELDS + ", or one with a name of " + name.length()
                            + " and a value of " + value.length() + " characters, allowed: up to " + LONGEST_NAME
                            + " and " + LONGEST_VALUE);
        }
        fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>(1))
                .add(value);
    }

    static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || TOKEN.indexOf(c) >= 0);
    }

    String firstLine() {
        return firstLine;
    }

    boolean has(String name) {
        return fields.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** The value of a field that must not be there twice; empty when it is not there. */
    String one(String name) throws HttpError {
        List<String> values = fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        if (values.size() > 1) {
            throw new HttpError(
                    HttpError.BAD_REQUEST, "the HTTP field " + name + " is there " + values.size() + " times");
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The elements of a field that is a list, in one or several lines. */
    List<String> list(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** Whether a field that is a list has this element, in any case of its letters. */
    boolean lists(String name, String element) {
        return list(name).stream().anyMatch(element::equalsIgnoreCase);
    }
}
