/**
 * {@link io.zmq4j.spring.annotation.ZmqListener} methods and how they become containers. Runs on the thread that
 * refreshes the application context; the methods run on the workers of their containers.
 */
@NullMarked
package io.zmq4j.spring.annotation;

import org.jspecify.annotations.NullMarked;
