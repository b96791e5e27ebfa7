package io.zmq4j.spring;

import io.zmq4j.Msg;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The payloads that are frames already, and so need no conversion. */
final class PayloadFrames {

    private PayloadFrames() {}

    /** The frames that a payload is, or null when it is something to convert. */
    static @Nullable List<byte[]> of(Object payload) {
        if (payload instanceof byte[] bytes) {
            return List.of(bytes);
        }
        if (payload instanceof Msg msg) {
            return msg.frames();
        }
        if (payload instanceof ByteBuffer buffer) {
            return List.of(bytes(buffer));
        }
        if (payload instanceof byte[][] frames) {
            return List.of(frames);
        }
        return payload instanceof List<?> list && !list.isEmpty() ? ofList(list) : null;
    }

    private static @Nullable List<byte[]> ofList(List<?> list) {
        List<byte[]> frames = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element instanceof byte[] bytes) {
                frames.add(bytes);
            } else if (element instanceof ByteBuffer buffer) {
                frames.add(bytes(buffer));
            } else {
                return null;
            }
        }
        return frames;
    }

    /** Received payload frames as one of the types that {@link #of} knows, or null when the type is another one. */
    static @Nullable Object as(Type type, List<byte[]> frames) {
        if (type == Msg.class) {
            return Msg.of(frames);
        }
        if (type == byte[][].class) {
            return frames.toArray(byte[][]::new);
        }
        if (type == List.class || isListOfBytes(type)) {
            return frames;
        }
        if (type == Object.class) {
            return frames.size() == 1 ? frames.get(0) : frames;
        }
        if (frames.size() > 1) {
            return null;
        }
        if (type == byte[].class) {
            return frames.get(0);
        }
        return type == ByteBuffer.class ? ByteBuffer.wrap(frames.get(0)) : null;
    }

    private static boolean isListOfBytes(Type type) {
        return type instanceof ParameterizedType list
                && list.getRawType() == List.class
                && list.getActualTypeArguments()[0] == byte[].class;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
