package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import org.springframework.messaging.Message;

/** A message as it came, and as it is known. */
record Received(Msg msg, Message<?> message) {}
