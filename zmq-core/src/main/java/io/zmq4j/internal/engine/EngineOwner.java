package io.zmq4j.internal.engine;

import io.zmq4j.Msg;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Whom an engine works for: the session of its connection. Called by the runner of the reactor. */
public interface EngineOwner {

    /** Runs what takes time in a handshake; a full one refuses. */
    Executor helpers();

    /** Somebody has to decide on the peer; until then the handshake rests. */
    void onCredentials(Credentials credentials, Judged connection);

    /** The peer is ready for messages. */
    void onHandshake(ZmtpPeer peer);

    /** Takes a message. False = there is no room: the engine keeps it and stops reading until told to go on. */
    boolean deliver(Msg msg);

    /** Takes a subscription or its cancellation. */
    void deliverSubscription(boolean subscribe, byte[] topic);

    /** The peer sent a command that nobody knows, and that is ignored; the name is safe to log. */
    default void onUnknownCommand(String name) {}

    /** What was delivered since the last call can be passed on. */
    void onInputBatchEnd();

    /** Gives a connection that is ready what it sends first. */
    void greet(ZmtpConnection connection);

    /** Gives the connection the next thing to send; false = there is none now. */
    boolean sendNext(ZmtpConnection connection);

    /** The next message to send, for an engine that encodes nothing; null = there is none now. */
    @Nullable
    Msg takeNext();

    /** All there was to send is with the kernel. */
    void onOutputDrained();

    /** The engine has closed its channel, and does nothing more. */
    void onEngineClosed(EngineFailure failure);
}
