/**
 * What one more connection, timer or subscription costs while there are many: it must not grow with their number. Each
 * test prints its curve. The full size is {@code -Dtest.jvm.args="-ea -Xmx4g -Dzmq4j.scale=100"}, a percentage of 10,000
 * connections, 100,000 timers and 1,000,000 subscriptions, of which the default is a tenth. Owner: the test's thread.
 */
@NullMarked
package io.zmq4j.scale;

import org.jspecify.annotations.NullMarked;
