package io.zmq4j.lifecycle;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Is loaded where Bouncy Castle is not on the class path, and tells what CURVE and everything else do there. */
public final class WithoutLibrary implements Callable<String> {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Override
    public String call() {
        try (ZmqContext context = ZmqContext.create()) {
            if (!exchanges(context, Security.none(), Security.none())) {
                return "nothing works";
            }
            CurveKeys keys = CurveKeys.generate();
            try {
                boolean works = exchanges(
                        context,
                        Security.curveServer(keys),
                        Security.curveClient(CurveKeys.generate(), keys.publicKey()));
                return works ? "CURVE works" : "CURVE hangs";
            } catch (IllegalStateException e) {
                return "refused: " + e.getMessage();
            }
        }
    }

    private static boolean exchanges(ZmqContext context, Security server, Security client) {
        try (ZmqSocket pull = context.socket(
                        SocketType.PULL, SocketConfig.builder().security(server).build());
                ZmqSocket push = context.socket(
                        SocketType.PUSH, SocketConfig.builder().security(client).build())) {
            push.connect(pull.bind("tcp://127.0.0.1:*"));
            push.send(Msg.of("hello"));
            return pull.receive(SOON) != null;
        }
    }
}
