package io.zmq4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of CURVE in a file, as CZMQ writes it in ZPL (RFC 4): sections that begin a line, and under them, indented,
 * {@code name = value} or {@code name = "value"}. Here {@code public-key} and, in the file of its owner,
 * {@code secret-key} under {@code curve}, and {@code name} under {@code metadata}.
 *
 * @param publicKey 40 characters of Z85
 * @param secretKey 40 characters of Z85; null = the file is for others
 * @param name whose key it is, empty = not said
 */
record Certificate(String publicKey, @Nullable String secretKey, String name) {

    /** How the names of files with a secret key end. */
    static final String SECRET_SUFFIX = "_secret";

    private static final String PUBLIC_KEY = "curve/public-key";
    private static final String SECRET_KEY = "curve/secret-key";
    private static final String NAME = "metadata/name";

    /** @throws IllegalArgumentException when it is no certificate; the message tells no secret key */
    static Certificate read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static Certificate parse(List<String> lines) {
        Map<String, String> values = values(lines);
        String publicKey = values.get(PUBLIC_KEY);
        if (publicKey == null) {
            throw new IllegalArgumentException("it has no public-key under curve, as a certificate has");
        }
        CurveKeys.decode("public key", publicKey);
        String secretKey = values.get(SECRET_KEY);
        if (secretKey != null) {
            CurveKeys.of(publicKey, secretKey);
        }
        return new Certificate(publicKey, secretKey, values.getOrDefault(NAME, ""));
    }

    private static Map<String, String> values(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (!Character.isWhitespace(lines.get(i).charAt(0))) {
                section = (equals < 0 ? line : line.substring(0, equals)).strip();
            } else if (equals < 0) {
                throw new IllegalArgumentException("line " + (i + 1) + " is not name = value");
            } else {
                String key = section + "/" + line.substring(0, equals).strip();
                values.put(key, unquoted(line.substring(equals + 1).strip(), i + 1));
            }
        }
        return values;
    }

    private static String unquoted(String value, int line) {
        char quote = value.isEmpty() ? ' ' : value.charAt(0);
        if (quote != '"' && quote != '\'') {
            int comment = value.indexOf(" #");
            return comment < 0 ? value : value.substring(0, comment).strip();
        }
        int end = value.indexOf(quote, 1);
        if (end < 0) {
            throw new IllegalArgumentException(
                    "line " + line + " has a value that begins with a quote and ends without");
        }
        return value.substring(1, end);
    }

    /** The file, with the secret key if there is one. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                secretKey == null
                        ? "#   Public certificate of CURVE: give it to your peers.\n"
                        : "#   SECRET certificate of CURVE: keep it to yourself.\n");
        text.append("\nmetadata\n");
        if (!name.isEmpty()) {
            text.append("    name = \"").append(name).append("\"\n");
        }
        text.append("curve\n    public-key = \"").append(publicKey).append("\"\n");
        if (secretKey != null) {
            text.append("    secret-key = \"").append(secretKey).append("\"\n");
        }
        return text.toString();
    }

    /** Without the secret key. */
    @Override
    public String toString() {
        return "Certificate[" + publicKey + (name.isEmpty() ? "" : " of " + name) + "]";
    }
}
