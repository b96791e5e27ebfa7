/**
 * Message channels whose messages cross a socket, and the proxy that stands between them. Each subscribable channel owns
 * the thread that receives for it, on which its subscribers run; senders and those who poll use their own threads.
 */
@NullMarked
package io.zmq4j.spring.integration.channel;

import org.jspecify.annotations.NullMarked;
