package io.zmq4j.spring;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes frames off a received message, one after the other; what is missing is an {@link IllegalArgumentException}. */
final class FrameReader {

    private final List<byte[]> frames;
    private int at;

    FrameReader(List<byte[]> frames, int from) {
        this.frames = frames;
        this.at = from;
    }

    String topic(boolean emptyDelimiter) {
        String topic = new String(next("topic"), StandardCharsets.UTF_8);
        if (emptyDelimiter && next("empty delimiter").length > 0) {
            throw new IllegalArgumentException(
                    "frame after the topic has content, allowed: none, as the socket is declared with an empty delimiter");
        }
        return topic;
    }

    byte[] next(String what) {
        if (at == frames.size()) {
            throw new IllegalArgumentException("no frame for " + what);
        }
        return frames.get(at++);
    }

    /** All that is left, at least one frame. */
    List<byte[]> payload() {
        if (at == frames.size()) {
            throw new IllegalArgumentException("no frame for the payload");
        }
        return frames.subList(at, frames.size());
    }
}
