/**
 * Hostile peers against a listening socket of each kind: whatever they say, they lose only their own connection, nothing
 * of it reaches the application, memory stays bounded and the next good message arrives. Owner: the test's thread.
 */
@NullMarked
package io.zmq4j.hostile;

import org.jspecify.annotations.NullMarked;
