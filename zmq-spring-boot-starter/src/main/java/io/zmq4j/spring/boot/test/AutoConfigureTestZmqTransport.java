package io.zmq4j.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * On a test class: the sockets of the application talk inside the process, so that no port is needed and contexts of tests
 * that run side by side do not meet. Every endpoint over tcp, tls, ws and wss is replaced by one over inproc:
 *
 * <ul>
 *   <li>what is bound to a port, at whatever address, becomes {@code inproc://test-<port>};
 *   <li>what is connected to a port of this machine (localhost, 127.0.0.1 and the like, [::1]) becomes the same, so that
 *       both meet;
 *   <li>what is connected to another host becomes {@code inproc://test-<host>-<port>}, where a test can bind a socket to
 *       play that host, made of the {@code ZmqContext} bean;
 *   <li>what is bound to port 0 becomes {@code inproc://test-<name of the socket>-<position>}, from 0.
 * </ul>
 *
 * Endpoints over ipc, udp and inproc stay as they are. Security has no effect inside a process, and sockets have no
 * ports there: {@code @LocalZmqPort} is for tests over the network, with endpoints at port 0.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(TestZmqTransportAutoConfiguration.class)
public @interface AutoConfigureTestZmqTransport {}
