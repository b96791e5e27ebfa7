/** Measures what the Spring layer costs beside the bare core, on the same socket types in the same process. */
@NullMarked
package io.zmq4j.spring.bench;

import org.jspecify.annotations.NullMarked;
