/** Factories and builders of the adapters for the Java DSL. Used by the thread that defines a flow. */
@NullMarked
package io.zmq4j.spring.integration.dsl;

import org.jspecify.annotations.NullMarked;
