/**
 * What Spring Boot makes of {@code zmq.*} in the configuration: properties, beans, and the analysis of what fails at
 * the start. Runs on the thread that refreshes the application context and owns no thread.
 */
@NullMarked
package io.zmq4j.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
