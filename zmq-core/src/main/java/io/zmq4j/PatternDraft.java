package io.zmq4j;

import java.util.Set;

/** Options of socket types, while a {@link SocketConfigBuilder} collects them. */
final class PatternDraft {

    byte[] routingId;
    boolean routerMandatory;
    boolean routerHandover;
    Set<RouterNotify> routerNotify;
    boolean probeRouter;
    boolean reqCorrelate;
    boolean reqRelaxed;
    boolean xpubVerbose;
    boolean xpubVerboser;
    boolean xpubManual;
    boolean xpubNoDrop;
    byte[] xpubWelcome;
    boolean invertMatching;
    byte[] helloMessage;
    byte[] disconnectMessage;
    byte[] hiccupMessage;
    boolean xpubManualLastValue;
    boolean xsubVerboseUnsubscribe;
    boolean onlyFirstSubscribe;
    boolean streamNotify;

    PatternDraft(SocketConfig from) {
        routingId = from.routing().routingId();
        routerMandatory = from.routing().mandatory();
        routerHandover = from.routing().handover();
        routerNotify = from.routing().notices();
        probeRouter = from.routing().probe();
        reqCorrelate = from.req().correlate();
        reqRelaxed = from.req().relaxed();
        xpubVerbose = from.pub().verbose();
        xpubVerboser = from.pub().verboser();
        xpubManual = from.pub().manual();
        xpubNoDrop = from.pub().noDrop();
        xpubWelcome = from.pub().welcome();
        invertMatching = from.pub().invertMatching();
        helloMessage = from.notices().hello();
        disconnectMessage = from.notices().disconnect();
        hiccupMessage = from.notices().hiccup();
        xpubManualLastValue = from.pub().manualLastValue();
        xsubVerboseUnsubscribe = from.pub().verboseUnsubscribe();
        onlyFirstSubscribe = from.pub().onlyFirstSubscribe();
        streamNotify = from.stream().notifyPeers();
    }

    SocketConfig.Routing routing() {
        return new SocketConfig.Routing(routingId, routerMandatory, routerHandover, routerNotify, probeRouter);
    }

    SocketConfig.Req req() {
        return new SocketConfig.Req(reqCorrelate, reqRelaxed);
    }

    SocketConfig.Pub pub() {
        return new SocketConfig.Pub(
                xpubVerbose,
                xpubVerboser,
                xpubManual,
                xpubNoDrop,
                xpubWelcome,
                invertMatching,
                xpubManualLastValue,
                xsubVerboseUnsubscribe,
                onlyFirstSubscribe);
    }

    SocketConfig.Notices notices() {
        return new SocketConfig.Notices(helloMessage, disconnectMessage, hiccupMessage);
    }

    SocketConfig.Stream stream() {
        return new SocketConfig.Stream(streamNotify);
    }
}
