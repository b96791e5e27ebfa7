package io.zmq4j.spring;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The header frame: a JSON object whose values are all strings, in UTF-8 and written without blanks:
 * {@code {"name":"value",...}}. Reading needs no JSON library, nests nothing and is linear in the size of the frame.
 */
final class HeaderFrame {

    /** Headers of one frame; what sends more is no peer of this library. */
    static final int MAX_HEADERS = 256;

    private final String text;
    private int at;

    private HeaderFrame(String text) {
        this.text = text;
    }

    static byte[] encode(Map<String, String> headers) {
        StringBuilder json = new StringBuilder("{");
        headers.forEach((name, value) -> {
            json.append(json.length() == 1 ? "" : ",");
            quote(name, json);
            json.append(':');
            quote(value, json);
        });
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException when it is no JSON object of strings; says what and where */
    static Map<String, String> decode(byte[] frame) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(frame))
                    .toString();
            return new HeaderFrame(text).object();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("header frame is not in UTF-8", e);
        }
    }

    private Map<String, String> object() {
        Map<String, String> headers = new LinkedHashMap<>();
        expect('{');
        if (!skip('}')) {
            do {
                String name = string();
                expect(':');
                if (headers.put(name, string()) != null) {
                    throw malformed("has a name twice");
                }
                if (headers.size() > MAX_HEADERS) {
                    throw malformed("has more than " + MAX_HEADERS + " headers");
                }
            } while (skip(','));
            expect('}');
        }
        blanks();
        if (at < text.length()) {
            throw malformed("goes on after its end");
        }
        return headers;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                throw malformed("has a control character in a string");
            }
            value.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed("has an unknown escape");
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw malformed("has a malformed escape");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private char next() {
        if (at == text.length()) {
            throw malformed("ends too early");
        }
        return text.charAt(at++);
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw malformed("lacks '" + c + "'");
        }
    }

    private boolean skip(char c) {
        blanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException(
                "header frame " + what + " at character " + at + ", allowed: a JSON object of strings");
    }

    private static void quote(String value, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
