/** What a native image has to know of the components here. Used at build time. */
@NullMarked
package io.zmq4j.spring.integration.aot;

import org.jspecify.annotations.NullMarked;
