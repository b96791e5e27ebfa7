/**
 * What the tests share: drivers that run one scenario over this library, libzmq and JeroMQ; raw peers that say anything
 * on the wire; gates against leaks, stray exceptions and hangs; the ledger that counts messages. Owner: the test's
 * thread, unless a type says that it is thread-safe.
 */
@NullMarked
package io.zmq4j.testing;

import org.jspecify.annotations.NullMarked;
