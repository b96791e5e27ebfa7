/** Measures the channel adapters beside those of spring-integration-zeromq, in one process and with the same other ends. */
@NullMarked
package io.zmq4j.spring.integration.bench;

import org.jspecify.annotations.NullMarked;
