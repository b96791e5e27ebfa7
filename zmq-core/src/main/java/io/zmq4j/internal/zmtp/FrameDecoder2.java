package io.zmq4j.internal.zmtp;

/** Frames of ZMTP 2.0 (RFC 15): those of 3.x without commands. */
final class FrameDecoder2 extends FrameDecoder {

    @Override
    void checkFlags(int first) throws ProtocolException {
        if ((first & ~(Frame.MORE | Frame.LONG)) != 0) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_MESSAGE, "frame flags are " + first + ", allowed in ZMTP 2.0: 0 to 3");
        }
    }
}
