package io.zmq4j.internal.engine;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whom a {@link UdpEngine} works for. Called by the runner of the reactor. */
public interface DatagramOwner {

    /** Takes a message, or drops it where there is no room: nobody holds datagrams back. */
    void deliver(Msg msg);

    /** What was delivered since the last call can be passed on. */
    void onInputBatchEnd();

    /** The next message to send; null = there is none now. */
    @Nullable
    Msg takeNext();

    /** All there was to send is with the kernel. */
    void onOutputDrained();

    /** A datagram was lost, or was none. @param why to be asked only where somebody is told */
    void onDropped(DropReason reason, Supplier<String> why);

    /** The engine has closed its channel by itself, and does nothing more. */
    void onEngineClosed(String reason);
}
