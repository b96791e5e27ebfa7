/** Application events of the components here: immutable values, published on the thread on which they happen. */
@NullMarked
package io.zmq4j.spring.integration.event;

import org.jspecify.annotations.NullMarked;
