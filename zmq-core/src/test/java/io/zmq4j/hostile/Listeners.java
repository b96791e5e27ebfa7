package io.zmq4j.hostile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A test with one {@link io.zmq4j.SocketType} parameter, run for each kind of listener that stays well while attackers are
 * ready peers beside the honest one.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@EnumSource(
        names = {
            "PULL", "DEALER", "ROUTER", "SUB", "XSUB", "PUB", "XPUB", "REP", "SERVER", "PEER", "RADIO", "DISH", "GATHER"
        })
@interface Listeners {}
