/**
 * The sentences of the RFCs as tests, one class for each RFC; {@link io.zmq4j.conformance.Rfc} quotes the sentence. Owner:
 * the test's thread.
 */
@NullMarked
package io.zmq4j.conformance;

import org.jspecify.annotations.NullMarked;
