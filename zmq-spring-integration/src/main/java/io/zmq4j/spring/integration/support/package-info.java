/** What inbound and outbound components share. Thread-safe. */
@NullMarked
package io.zmq4j.spring.integration.support;

import org.jspecify.annotations.NullMarked;
