package io.zmq4j.demo.control;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client asks: {@code status} or {@code set-interval 500}, or the same as JSON,
 * <code>{"command": "set-interval", "ms": 500}</code>.
 *
 * @param argument the word after the command, or the JSON member {@code ms}; null = there is none
 */
record ControlRequest(String command, @Nullable String argument) {

    private static final int MAX_LENGTH = 200;

    /** @throws IllegalArgumentException when the text is neither; it says what is allowed */
    static ControlRequest parse(String text, JsonMapper json) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "request of " + text.length() + " characters, allowed: up to " + MAX_LENGTH);
        }
        return text.stripLeading().startsWith("{") ? ofJson(text, json) : ofWords(text);
    }

    private static ControlRequest ofWords(String text) {
        String[] words = text.strip().split("\\s+");
        if (words.length > 2) {
            throw new IllegalArgumentException("request '" + text.strip() + "' has " + words.length
                    + " words, allowed: a command and one argument");
        }
        return new ControlRequest(words[0], words.length == 2 ? words[1] : null);
    }

    private static ControlRequest ofJson(String text, JsonMapper json) {
        JsonNode node;
        try {
            node = json.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "request is not valid JSON: " + e.getOriginalMessage()
                            + ", allowed: {\"command\": \"set-interval\", \"ms\": 500} or plain words",
                    e);
        }
        return new ControlRequest(
                node.path("command").asString(""),
                node.has("ms") ? node.path("ms").asString("") : null);
    }
}
