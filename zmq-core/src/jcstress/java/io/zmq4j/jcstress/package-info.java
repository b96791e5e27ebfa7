/**
 * What the lock-free classes promise between threads, each as the smallest program that would break it. A figure of a
 * result is named in the test's Javadoc; every outcome that is not listed as acceptable fails the test. The arbiter runs
 * after both actors and therefore sees what they left.
 */
@NullMarked
package io.zmq4j.jcstress;

import org.jspecify.annotations.NullMarked;
