package io.zmq4j.hostile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A test with one {@link io.zmq4j.SocketType} parameter, run for every type that shakes hands. The attackers must not become
 * ready, as some of these types have only one peer, or give each its share of the messages.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"STREAM", "DGRAM"})
@interface EveryListener {}
